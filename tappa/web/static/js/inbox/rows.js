// Quick actions of a row: they stand on it while the pointer or the focus is there.
import { act, isOpenAt } from "./acts.js";

const template = () => document.getElementById("row-acts");
let pointed = null;

const rowOf = (target) => target.closest?.("[data-row]") ?? null;
const focused = () => rowOf(document.activeElement);

function show(row) {
  if (!row || row.querySelector(".row-acts") || !template()) return;
  row.append(template().content.firstElementChild.cloneNode(true));
}

function tidy() {
  for (const acts of document.querySelectorAll(".row-acts")) {
    const row = rowOf(acts);
    if (row !== pointed && row !== focused() && !isOpenAt(row)) acts.remove();
  }
}

document.addEventListener("pointerover", ({ target, pointerType }) => {
  if (pointerType === "touch") return;
  const row = rowOf(target);
  if (row === pointed) return;
  pointed = row;
  show(row);
  tidy();
});
document.addEventListener("focusin", ({ target }) => {
  if (matchMedia("(pointer: coarse)").matches) return;
  show(rowOf(target));
  tidy();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest(".row-acts [data-act]");
  if (!button) return;
  act(button.dataset.act, [rowOf(button).dataset.row], button);
});
