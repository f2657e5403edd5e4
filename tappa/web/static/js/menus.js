// Menus are <details data-menu>: they open without a script. Here: one at a time, Escape, arrows; a click elsewhere closes, and
// so does a choice. A long one is searched as one types.
//   data-filters-menu     the field that one types into
//   data-words="Ada"      on a row: what it is found by
//   data-menu-group       goes with the last of its rows: a rule, a heading
//   data-menu-none        what is shown where nothing is found
import { fold } from "./fold.js";

const rows = (menu) => [...menu.querySelectorAll(".menu__item:not([hidden])")].filter((row) => row.offsetParent);

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details[data-menu][open]") ?? document.querySelector("details[data-menu][open]");
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.target.closest("input, textarea, select")) return;
  const all = rows(menu);
  const at = all.indexOf(document.activeElement);
  all[(at + step + all.length) % all.length]?.focus();
  event.preventDefault();
});

document.addEventListener("submit", ({ target }) => {
  if (target.matches("[data-closes-menu], .menu form")) target.closest("details[data-menu]")?.removeAttribute("open");
});

// ---- Searching. Whatever was sought before, a menu that opens shows all, before the next letter is typed: what is left from
// the last time would be part of the search. A live region comes without what is typed here, and is filtered anew.
const within = (place) => place.querySelectorAll?.("[data-filters-menu]") ?? [];

function filter(field) {
  const menu = field.closest(".menu");
  const sought = fold(field.value).trim();
  const found = [...menu.querySelectorAll("[data-words]")];
  for (const row of found) row.hidden = !fold(row.dataset.words).includes(sought);
  const first = found.find((row) => !row.hidden);
  for (const group of menu.querySelectorAll("[data-menu-group]")) {
    group.hidden = !group.querySelector("[data-words]:not([hidden])");
    group.querySelector(".menu__rule").hidden = group.contains(first); // nothing stands above it
  }
  menu.querySelector("[data-menu-none]").hidden = Boolean(first);
}

document.addEventListener("input", ({ target }) => target.matches("[data-filters-menu]") && filter(target));
document.addEventListener("live:changed", ({ target }) => within(target).forEach(filter));
new MutationObserver((changes) => {
  for (const { target, oldValue } of changes) {
    if (oldValue !== null || !target.matches("details[data-menu]")) continue;
    for (const field of within(target)) {
      field.value = "";
      filter(field);
    }
  }
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["open"], attributeOldValue: true });

document.addEventListener("keydown", (event) => {
  if (!event.target.matches("[data-filters-menu]") || event.isComposing) return;
  if (event.key !== "Enter" && event.key !== "ArrowDown") return;
  event.preventDefault();
  const first = [...event.target.closest(".menu").querySelectorAll(".menu__item")].find((row) => !row.hidden);
  if (event.key === "Enter") first?.click();
  else first?.focus();
}, true);

// An opened menu is in sight, and its field ready to be typed in.
document.addEventListener("toggle", ({ target }) => {
  if (!target.open || !target.matches?.("#list-search, [data-menu]")) return;
  target.querySelector("input[type=search], [data-filters-menu]")?.focus();
  target.querySelector(".pop")?.scrollIntoView({ block: "nearest" });
}, true);
