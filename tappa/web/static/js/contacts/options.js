// The options of an editor by keyboard: typing finds, arrows walk, Enter chooses.
import { fold } from "../fold.js";

const all = (box) => [...box.querySelectorAll("[data-option]")];
const shown = (box) => all(box).filter((option) => !option.hidden);
const active = (box) => box.querySelector("[data-option][data-active]");

// Only what has these letters, beginnings of words first among equals in choosing.
export function found(box, text) {
  const sought = fold(text).trim();
  for (const option of all(box)) option.hidden = !fold(option.textContent).includes(sought);
  for (const group of box.querySelectorAll("[data-options][role=group]")) {
    if (group.id !== "editor-options") group.hidden = !group.querySelector("[data-option]:not([hidden])");
  }
  const left = shown(box);
  box.querySelector(".picker__none").hidden = left.length > 0;
  activate(box, sought ? (left.find((option) => fold(option.textContent).trim().startsWith(sought)) ?? left[0]) : null);
}

function activate(box, option) {
  active(box)?.removeAttribute("data-active");
  option?.setAttribute("data-active", "");
  option?.scrollIntoView({ block: "nearest" });
}

function step(box, by) {
  const options = shown(box);
  if (!options.length) return;
  const finds = box.querySelector("[data-finds]");
  const at = options.indexOf(active(box) ?? document.activeElement.closest("[data-option]"));
  const next = options[(at < 0 && by < 0 ? options.length - 1 : at + by + options.length) % options.length];
  if (finds && document.activeElement === finds) activate(box, next);
  else (next.querySelector("input") ?? next).focus();
}

// Enter in the search takes what is marked; a second one, with nothing sought, is done. Where nothing matches it does nothing.
function enter(event, box) {
  const finds = event.target.matches("[data-finds]");
  const option = finds ? active(box) : null;
  if (!option && !finds) return Boolean(event.target.closest("select, textarea, button, a")) || !submit(box, event);
  if (!option && event.target.value.trim()) return false;
  if (!option) submit(box, event);
  else {
    option.click();
    if (option.querySelector("input")) {
      event.target.value = "";
      found(box, "");
    }
  }
  return false;
}

function submit(box, event) {
  const done = box.querySelector("[name=done]");
  if (done) event.target.form.requestSubmit(done);
  return Boolean(done);
}

export function keyed(event, box) {
  event.stopPropagation();
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typed = event.target.matches("textarea, select, input:not([data-finds], [type=checkbox])");
  if (event.key === "ArrowDown" && !typed) step(box, 1);
  else if (event.key === "ArrowUp" && !typed) step(box, -1);
  else if (event.key !== "Enter" || enter(event, box)) return;
  event.preventDefault();
}
