// The fields of a contact, changed where they stand, in the drawer and beside the thread: each is saved as one leaves it, or
// by Enter; Escape takes back what was typed. What was refused stays as it was typed, with the reason below.
import { element } from "../element.js";
import { post } from "../post.js";
import { toast, unanswered } from "../toasts.js";

const SAVED_TIME = 2_500;
const came = new WeakMap(); // field → what it showed, and what was kept of it, when one came to it

const fieldAt = (target) => (target.matches?.("form[data-field] [name=value]") ? target : null);
const rowOf = (field) => field.closest(".detail");
const isRefused = (field) => "refused" in rowOf(field).dataset;

const shownFirst = (field) => (field.matches("select") ? ([...field.options].find((each) => each.defaultSelected)?.value ?? "") : field.defaultValue);

async function save(field) {
  const { form } = field;
  const before = came.get(field) ?? { shown: shownFirst(field), kept: form.elements.expected.value };
  if (field.value === before.shown && !isRefused(field)) return;
  came.delete(field);
  const row = rowOf(field);
  row.dataset.liveKeep = ""; // what was typed stays until the answer is there
  const body = new FormData(form);
  body.set("expected", before.kept);
  const answer = await post(form.action, body).catch(() => null);
  if (!answer || answer.status === 401) {
    row.dataset.refused = "";
    return answer ?? unanswered();
  }
  const next = element(await answer.text());
  if (!next) return delete row.dataset.liveKeep;
  if (!answer.ok) {
    next.dataset.liveKeep = "";
    if (hasGoneOn(row)) told(row, next);
  }
  row.replaceWith(next);
  if (answer.ok) tellSaved(next.querySelector("[data-saved]"));
}

// Another contact is shown by now, or is about to be.
function hasGoneOn(row) {
  const { activeElement } = document;
  return !row.isConnected || !(activeElement === document.body || row.closest("[data-contact]").contains(activeElement));
}

// What was refused may have no place to stand any more.
function told(row, next) {
  const reason = next.querySelector(".field__error");
  if (reason) toast({ text: `${row.querySelector("label").textContent}: ${reason.textContent.trim()}`, tone: "error" });
}

function tellSaved(mark) {
  mark.hidden = false;
  setTimeout(() => (mark.hidden = true), SAVED_TIME);
}

function takeBack(field) {
  field.value = isRefused(field) ? field.form.elements.expected.value : (came.get(field)?.shown ?? field.defaultValue);
  came.delete(field);
  const row = rowOf(field);
  if (isRefused(field)) {
    delete row.dataset.refused;
    delete row.dataset.liveKeep;
    const { contact } = field.closest("[data-contact]").dataset;
    document.dispatchEvent(new CustomEvent("live:told", { detail: { names: `contact-${contact}` } }));
  }
  field.blur();
}

document.addEventListener("focusin", ({ target }) => {
  const field = fieldAt(target);
  if (field) came.set(field, { shown: field.value, kept: field.form.elements.expected.value });
});
document.addEventListener("focusout", ({ target }) => fieldAt(target) && save(target));
document.addEventListener("change", ({ target }) => fieldAt(target)?.matches("select") && save(target));
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-field]")) return;
  event.preventDefault();
  event.target.elements.value.blur();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !event.target.matches?.(".detail .in-place, .tag-add .in-place")) return;
  event.preventDefault();
  event.stopPropagation();
  const field = fieldAt(event.target);
  if (field) return takeBack(field);
  if (event.target.matches("input")) event.target.value = "";
  event.target.blur();
}, true);

// A tag is added: the field is empty for the next one.
document.addEventListener("submit", ({ target }) => {
  if (target.matches("[data-tag-add]")) setTimeout(() => target.reset());
});
