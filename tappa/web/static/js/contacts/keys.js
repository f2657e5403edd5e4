// Keys that no button of the page has (../keys.js presses those): / searches, Escape closes. Arrows, Home, End and the page
// keys lead through the rows, Enter opens one, X and Space tick it; J and K do as the arrows do, and lead from contact to
// contact where one is open. Not while one types.
import { closeDrawer, walk } from "./navigate.js";

const rows = () => [...document.querySelectorAll("#contacts-rows > tr")];
const isOpen = () => Boolean(document.getElementById("drawer")?.dataset.contact);
const here = () => document.activeElement.closest("#contacts-rows > tr");
const present = () => here() ?? document.querySelector('#contacts-rows > tr[aria-selected="true"]');

function turnTo(row) {
  if (!row) return;
  row.querySelector("a[href]").focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = rows();
  const at = all.indexOf(present());
  if (at < 0) turnTo(by > 0 ? all[0] : all.at(-1));
  else turnTo(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
}

// As many rows as are in sight, less one.
function page() {
  const [first] = rows();
  const sight = document.getElementById("contacts-scroll")?.clientHeight ?? 0;
  return first ? Math.max(1, Math.floor(sight / first.offsetHeight) - 2) : 1;
}

const tick = () => present()?.querySelector("input[type=checkbox]")?.click();
const acts = {
  "/": () => document.querySelector(".contacts-search input").focus(),
  j: () => (isOpen() ? walk(1) : step(1)),
  k: () => (isOpen() ? walk(-1) : step(-1)),
  x: tick,
};
// Elsewhere these scroll, or press what has the focus.
const moves = {
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  PageDown: () => step(page()),
  PageUp: () => step(-page()),
  Home: () => turnTo(rows()[0]),
  End: () => turnTo(rows().at(-1)),
  " ": tick,
};

function actOf(event) {
  if (event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]")) {
    const isSearch = event.target.matches(".contacts-search input");
    return isSearch && event.key === "ArrowDown" ? () => turnTo(rows()[0]) : null;
  }
  const isFree = here() || event.target === document.body || event.target.matches("#main");
  if (event.key === " " && (!here() || event.target.matches("input"))) return null;
  return acts[event.key.toLowerCase()] ?? (isFree ? moves[event.key] : null);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (document.querySelector("dialog[open], details[data-menu][open], .picker")) return;
  if (event.key === "Escape") {
    const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing && !typing.closest("#drawer")) return typing.blur();
    return closeDrawer();
  }
  const act = actOf(event);
  if (!act) return;
  event.preventDefault();
  act();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-walk]");
  if (button) walk(Number(button.dataset.walk));
});
