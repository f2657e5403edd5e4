// Rows that are chosen: by X, by their box, with Shift from the last one on. The bar at the foot says how many, and what can
// be done with them. What is not shown any more is not chosen any more.
import { toast } from "../toasts.js";
import { act } from "./acts.js";

const MOST = 100; // so many can be handled at once
const bar = () => document.getElementById("selection");
const boxes = () => [...document.querySelectorAll("#list .conv__check")];
const idOf = (box) => box.closest("[data-row]").dataset.row;
let chosen = new Set();
let last = "";

function set(box, isChosen) {
  if (isChosen && chosen.size >= MOST && !chosen.has(idOf(box))) {
    box.checked = false;
    return false;
  }
  box.checked = isChosen;
  if (isChosen) chosen.add(idOf(box));
  else chosen.delete(idOf(box));
  return true;
}

// The rows are new, or others: each shows whether it is chosen.
function show() {
  const all = boxes();
  const here = new Set(all.map(idOf));
  chosen = new Set([...chosen].filter((id) => here.has(id)));
  for (const box of all) box.checked = chosen.has(idOf(box));
  const place = bar();
  if (!place) return;
  place.hidden = !chosen.size;
  document.getElementById("list-pane").toggleAttribute("data-choosing", chosen.size > 0);
  const text = (chosen.size === 1 ? place.dataset.one : place.dataset.many).replace("{number}", chosen.size);
  const number = place.querySelector("[data-number]");
  if (number.textContent !== text) number.textContent = text;
}

export function choose(box, { isChosen = box.checked, range = false } = {}) {
  const all = boxes();
  const from = range ? all.findIndex((each) => idOf(each) === last) : -1;
  const to = all.indexOf(box);
  const rows = from < 0 ? [box] : all.slice(Math.min(from, to), Math.max(from, to) + 1);
  if (!rows.every((each) => set(each, isChosen))) toast({ text: bar().dataset.most });
  last = idOf(box);
  show();
}

function clear() {
  chosen.clear();
  show();
}

document.addEventListener("click", (event) => {
  const box = event.target.closest(".conv__check");
  if (box) return choose(box, { range: event.shiftKey });
  const row = event.target.closest("#list .conv");
  if (row && event.shiftKey) {
    event.preventDefault();
    getSelection().removeAllRanges();
    return choose(row.closest("[data-row]").querySelector(".conv__check"), { isChosen: true, range: true });
  }
  const button = event.target.closest("#selection [data-act]");
  if (!button) return;
  if (button.dataset.act === "clear") return clear();
  act(button.dataset.act, [...chosen], button, clear);
});

// Once something is chosen, a finger chooses on.
document.addEventListener("click", (event) => {
  const row = event.target.closest("#list .conv");
  if (!row || !chosen.size || event.pointerType !== "touch") return;
  event.preventDefault();
  event.stopPropagation();
  const box = row.closest("[data-row]").querySelector(".conv__check");
  choose(box, { isChosen: !box.checked });
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !chosen.size) return;
  if (document.querySelector("dialog[open], .picker, details[data-menu][open]") || event.target.matches?.("input[type=search], textarea")) return;
  clear();
});

document.addEventListener("live:changed", ({ target }) => target.id === "list" && show());
document.addEventListener("htmx:after:swap", show);
new MutationObserver(show).observe(document.getElementById("list-pane"), { childList: true, subtree: true });
