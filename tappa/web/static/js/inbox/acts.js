// What is done with contacts of the list, one or several: at once, or by a menu that opens at the button.
import { place } from "../place.js";
import { post, tell } from "../post.js";
import { signedOut } from "../signed-out.js";
import { show as showStages } from "../stage/picker.js";
import { unanswered } from "../toasts.js";

const base = () => document.getElementById("selection").dataset.base;
const ofOne = (id, act) => `${base()}/contacts/${id}/${act}`;
const ofMany = (ids, act) => `${base()}/chosen/${act}?contacts=${ids.join(".")}`;
let shown = null;

// `done`: what follows once the act was sent. A row that is done with says so at once, also where it may not leave yet,
// because the pointer is on the list.
export async function act(name, ids, button, done = () => {}) {
  const address = ids.length === 1 ? ofOne(ids[0], ONE[name]) : ofMany(ids, MANY[name]);
  if (name === "assign" || name === "snooze") return menu(ofMany(ids, MANY[name]), button, () => {
    if (LEAVING.has(name)) fade(ids);
    done();
  });
  if (name === "stage") return stages(ids, button, done);
  const answer = await post(address).catch(() => null);
  if (!answer) return unanswered();
  if (!answer.ok) return;
  if (LEAVING.has(name)) fade(ids);
  done();
}

const LEAVING = new Set(["close", "open", "snooze"]);

function fade(ids) {
  for (const id of ids) document.querySelector(`[data-row="${id}"]`)?.setAttribute("data-done", "");
  document.dispatchEvent(new Event("live:acted")); // the rows are no longer as they were sent
}

const ONE = { close: "closure", open: "opening", unread: "unreading", read: "reading" };
const MANY = { assign: "assignee", snooze: "snooze", close: "closure", unread: "unreading" };

async function stages(ids, button, done) {
  const one = `${base().replace(/\/inbox$/, "/contacts")}/${ids[0]}/stage`;
  button.dataset.src = ids.length === 1 ? one : ofMany(ids, "stage");
  button.ariaHasPopup = "dialog";
  (await showStages(button))?.addEventListener("stage:chosen", done);
}

async function menu(address, button, done) {
  if (shown?.button === button) return close();
  close();
  const opening = (shown = { button, box: null });
  const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Current-URL": location.href } }).catch(() => null);
  if (shown !== opening) return;
  if (!answer?.ok) {
    shown = null;
    if (!answer) unanswered();
    else if (answer.status === 401) signedOut();
    else tell(answer.headers.get("HX-Trigger"));
    return;
  }
  opening.box = build(await answer.text(), button, done);
}

function build(html, button, done) {
  const box = document.createElement("div");
  box.className = "pop picker picker--menu";
  box.popover = "manual";
  box.innerHTML = html;
  document.body.append(box);
  box.showPopover();
  place(box, button);
  window.htmx?.process(box);
  box.addEventListener("keydown", keyed);
  box.addEventListener("submit", () => {
    done();
    setTimeout(close);
  });
  box.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !box.contains(relatedTarget) && close(false));
  (box.querySelector("[data-filters-menu]") ?? box.querySelector(".menu__item")).focus();
  return box;
}

function keyed(event) {
  event.stopPropagation();
  if (event.key === "Escape") {
    event.preventDefault();
    return close();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.target.matches("input")) return;
  const rows = [...shown.box.querySelectorAll(".menu__item")].filter((row) => row.checkVisibility());
  rows[(rows.indexOf(document.activeElement) + step + rows.length) % rows.length]?.focus();
  event.preventDefault();
}

function close(back = true) {
  if (!shown) return;
  const { button, box } = shown;
  shown = null;
  if (back && box?.contains(document.activeElement)) focusBack(button);
  box?.remove();
}

// The button may be away by now, with the row's other quick actions: the row itself goes on.
function focusBack(button) {
  const target = button.closest(".row-acts") ? button.closest("[data-row]")?.querySelector(".conv") : button;
  target?.focus({ preventScroll: true });
}

export const isOpenAt = (row) => Boolean(shown && row.contains(shown.button)) || Boolean(row.querySelector("[aria-expanded=true]"));

document.addEventListener("pointerdown", ({ target }) => {
  if (shown?.box && !shown.box.contains(target) && !shown.button.contains(target)) close(false);
});
