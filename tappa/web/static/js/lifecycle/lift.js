// Order by keyboard: on a row's grip Space lifts it, arrows move it, Space drops it, Escape returns it to where it was.
import { changed, nameOf, place, put, rowOf, say, words } from "./draft.js";
import { step } from "./acts.js";

let lifted = null; // the row, and the one that it stood before
let moving = false;

function tell(word, row) {
  const values = { stage: nameOf(row), place: place(row) + 1, count: row.parentElement.children.length };
  document.getElementById("moves").textContent = say(words()[word], values);
}

function lift(row) {
  lifted = { row, before: row.nextElementSibling, touched: "touched" in row.dataset };
  turn(row, true);
  tell("lifted", row);
}

function end(word) {
  const { row } = lifted;
  lifted = null;
  turn(row, false);
  tell(word, row);
  changed();
}

function turn(row, on) {
  row.toggleAttribute("data-lifted", on);
  row.querySelector(".grip").setAttribute("aria-pressed", String(on));
}

function back() {
  const { row, before, touched } = lifted;
  moving = true;
  put(row, before);
  moving = false;
  if (!touched) delete row.dataset.touched;
  end("returned");
}

document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.("#stages .grip");
  if (!grip || event.altKey || event.ctrlKey || event.metaKey) return;
  const row = rowOf(grip);
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (event.key === " " || (event.key === "Enter" && lifted)) {
    if (lifted) end("dropped");
    else lift(row);
  } else if (lifted && by) {
    moving = true;
    step(row, by);
    moving = false;
    tell("moved", row);
    changed();
  } else if (lifted && event.key === "Escape") back();
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

// A button is pressed when Space comes up: that is ours already.
document.addEventListener("keyup", (event) => {
  if (event.key === " " && event.target.closest?.("#stages .grip")) event.preventDefault();
});

document.addEventListener("focusout", (event) => {
  if (lifted && !moving && event.target === lifted.row.querySelector(".grip")) end("dropped");
});
