// A list that is put into order at once (<ol data-order="address">): by mouse and touch, and by keyboard on a row's grip,
// where Space lifts, arrows move, Space drops, and Escape returns the row to where it was.
import { post } from "../post.js";
import { sortable } from "../sortable.js";
import { unanswered } from "../toasts.js";

let lifted = null; // the row, and the one that it stood before
let moving = false;

const listOf = (row) => row.closest("[data-order]");
const place = (row) => [...row.parentElement.children].indexOf(row);

// Under way it is left alone by what others do meanwhile.
const keep = (list, on) => list.toggleAttribute("data-live-keep", on);

async function save(list) {
  const order = [...list.children].map((row) => row.dataset.key).join(",");
  const answer = await post(list.dataset.order, { order }).catch(() => null);
  keep(list, false);
  if (!answer) return unanswered();
  // Refused, the list is shown as it is.
  if (!answer.ok) document.dispatchEvent(new CustomEvent("live:told", { detail: { names: "settings" }, bubbles: true }));
}

function begin() {
  for (const list of document.querySelectorAll("[data-order]")) {
    sortable(list, {
      handle: ".grip",
      fallbackClass: "entry--dragged",
      ghostClass: "entry--ghost",
      onStart: () => keep(list, true),
      onEnd: ({ oldIndex, newIndex }) => (oldIndex === newIndex ? keep(list, false) : save(list)),
    });
  }
}

function tell(word, row) {
  const section = row.closest("[data-words]");
  const values = { name: row.dataset.name, place: place(row) + 1, count: row.parentElement.children.length };
  const text = JSON.parse(section.dataset.words)[word].replace(/%\((\w+)\)s/g, (_whole, name) => values[name] ?? "");
  section.querySelector("[data-moves]").textContent = text;
}

function turn(row, on) {
  row.toggleAttribute("data-lifted", on);
  row.querySelector(".grip").setAttribute("aria-pressed", String(on));
}

function lift(row) {
  lifted = { row, before: row.nextElementSibling, from: place(row) };
  keep(listOf(row), true);
  turn(row, true);
  tell("lifted", row);
}

function end(word) {
  const { row, from } = lifted;
  lifted = null;
  turn(row, false);
  tell(word, row);
  if (place(row) === from) keep(listOf(row), false);
  else save(listOf(row));
}

function put(row, before) {
  moving = true;
  row.parentElement.insertBefore(row, before);
  row.querySelector(".grip").focus();
  moving = false;
}

document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.("[data-order] .grip");
  if (!grip || event.altKey || event.ctrlKey || event.metaKey) return;
  const row = grip.closest("li");
  if (event.key === " " || (event.key === "Enter" && lifted)) {
    if (lifted) end("dropped");
    else lift(row);
  } else if (lifted && event.key === "ArrowUp") {
    if (row.previousElementSibling) put(row, row.previousElementSibling);
    tell("moved", row);
  } else if (lifted && event.key === "ArrowDown") {
    if (row.nextElementSibling) put(row, row.nextElementSibling.nextElementSibling);
    tell("moved", row);
  } else if (lifted && event.key === "Escape") {
    put(row, lifted.before);
    end("returned");
  } else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

// A button is pressed when Space comes up: that is ours already.
document.addEventListener("keyup", (event) => {
  if (event.key === " " && event.target.closest?.("[data-order] .grip")) event.preventDefault();
});

document.addEventListener("focusout", (event) => {
  if (lifted && !moving && event.target === lifted.row.querySelector(".grip")) end("dropped");
});

// The menu's steps go without leaving the page.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-step]");
  if (!form) return;
  event.preventDefault();
  form.closest("details").open = false;
  const answer = await post(form.action, { [event.submitter.name]: event.submitter.value }).catch(() => null);
  if (!answer) unanswered();
});

document.addEventListener("live:changed", begin);
begin();
