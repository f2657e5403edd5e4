// The sidebar: what is folded is kept for the person, an inbox is found by typing, custom inboxes get their counts.
import { fold } from "../fold.js";
import { post } from "../post.js";

const scroll = () => document.getElementById("sidebar-scroll");
const boxes = () => document.getElementById("sidebar-boxes");
const custom = () => document.getElementById("sidebar-custom");
const field = () => document.getElementById("find-inbox");

// ---- Folding. While one searches all is open, and nothing of that is kept.
const sections = () => [...scroll().querySelectorAll("details[data-fold]")];
const folded = new Set(sections().filter((one) => !one.open).map((one) => one.dataset.fold));

document.addEventListener("toggle", ({ target }) => {
  const name = target.dataset?.fold;
  if (!name || sought() || folded.has(name) === !target.open) return;
  if (target.open) folded.delete(name);
  else folded.add(name);
  post(boxes().dataset.folds, [...folded].map((each) => ["folded", each])).catch(() => null);
}, true);

// ---- Finding.
const sought = () => fold(field()?.value.trim() ?? "");
const rows = () => [...scroll().querySelectorAll(".side-row")];
const shown = () => rows().filter((row) => row.checkVisibility());

function find() {
  const wanted = sought();
  scroll().toggleAttribute("data-finding", Boolean(wanted));
  for (const section of sections()) section.open = wanted ? true : !folded.has(section.dataset.fold);
  for (const row of rows()) {
    row.closest("li").hidden = Boolean(wanted) && !fold(row.querySelector(".truncate").textContent).includes(wanted);
  }
  for (const section of sections()) section.hidden = Boolean(wanted) && !section.querySelector("li:not([hidden])");
  document.getElementById("find-nothing").hidden = !wanted || rows().some((row) => !row.closest("li").hidden);
}

document.addEventListener("input", ({ target }) => target.id === "find-inbox" && find());
document.addEventListener("live:changed", ({ target }) => scroll()?.contains(target) && sought() && find());
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const row = event.target.closest?.("#sidebar-scroll .side-row");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.target.id === "find-inbox") {
    if (event.key === "Enter") shown()[0]?.click();
    else if (event.key === "Escape" && field().value) {
      field().value = "";
      find();
    } else if (event.key === "Escape") field().blur();
    else if (step === 1) shown()[0]?.focus();
    else return;
  } else if (row && step) (shown()[shown().indexOf(row) + step] ?? (step < 0 ? field() : null))?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

// ---- Counts of custom inboxes: the page came without them, or with those of a moment ago. They are asked for now, and
// once more after as long as the server says that they rest.
const ask = () => document.dispatchEvent(new CustomEvent("live:told", { detail: { names: "custom-counts", own: false } }));
let timer = 0;

document.addEventListener("live:changed", ({ target }) => {
  if (target.id !== "sidebar-custom") return;
  clearTimeout(timer);
  if (Number(target.dataset.again)) timer = setTimeout(ask, Number(target.dataset.again));
});
if (custom()?.querySelector("[data-inbox]")) ask();
