// Keys of the Inbox: J and K walk the list, Enter chooses, others press what carries them in data-key. The stage's own
// keys are in stage/picker.js.
const typing = (target) => target.closest?.("input:not([type=radio]), textarea, select, [contenteditable], dialog[open], .picker");
const rows = () => [...document.querySelectorAll("#list .conv")].filter((row) => row.checkVisibility());
const first = (key) => [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find((one) => one.closest("label") || one.checkVisibility());

function walk(step) {
  const all = rows();
  const at = all.indexOf(document.activeElement?.closest?.(".conv"));
  const from = at < 0 ? all.findIndex((row) => row.getAttribute("aria-current") === "true") : at;
  const to = all[Math.min(Math.max(from + step, 0), all.length - 1)];
  to?.focus({ preventScroll: true });
  to?.scrollIntoView({ block: "nearest" });
}

function press(element) {
  const menu = element.closest("summary")?.parentElement;
  if (menu) {
    menu.open = !menu.open;
    if (menu.open) (menu.querySelector("input[type=search], [data-filters-menu]") ?? menu.querySelector(".menu__item"))?.focus();
    return;
  }
  element.click();
  if (element.matches("input[type=radio]")) document.getElementById("composer-text")?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && event.target.matches?.("#list-search input")) return closeSearch();
  if (event.key === "Escape" && event.target.matches?.("#composer-text")) return event.target.blur();
  if (typing(event.target)) return;
  const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  const inMenu = document.querySelector("details[data-menu][open]:not(#list-search)");
  if (step && !inMenu && !event.target.closest(".thread__scroll")) {
    event.preventDefault();
    return walk(step);
  }
  if (event.repeat || inMenu || !/^[rcahef/]$/i.test(event.key)) return;
  const pressed = first(event.key.toLowerCase());
  if (!pressed) return;
  event.preventDefault();
  press(pressed);
});

function closeSearch() {
  const search = document.getElementById("list-search");
  const field = search.querySelector("input[type=search]");
  if (field.value) {
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  search.open = false;
  search.querySelector("summary").focus();
}
