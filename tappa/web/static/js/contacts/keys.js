// Keys of the page: / searches, F filters, C adds, J and K walk, E edits, Escape closes. Not while one types.
import { closeDrawer, walk } from "./navigate.js";

const press = (key) => [...document.querySelectorAll(`[data-key="${key}"]`)].find((one) => one.checkVisibility())?.click();
const acts = {
  "/": () => document.querySelector(".contacts-search input").focus(),
  c: () => press("c"),
  f: () => press("f"),
  e: () => (press("e") ?? document.querySelector("#drawer a[href*='/edit']")?.click()),
  j: () => walk(1),
  k: () => walk(-1),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open], details[data-menu][open], .picker")) return;
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "Escape") {
    if (typing && !typing.closest("#drawer")) return typing.blur();
    return closeDrawer();
  }
  const act = !typing && acts[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-walk]");
  if (button) walk(Number(button.dataset.walk));
});
