// Keys of the Inbox that walk: J and K, or the arrows, through the list; Enter chooses, for a row is a link. All others press
// what carries them (js/keys.js).
const typing = (target) => target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable], dialog[open], .picker");
const rows = () => [...document.querySelectorAll("#list .conv")].filter((row) => row.checkVisibility());

function walk(step) {
  const all = rows();
  const at = all.indexOf(document.activeElement?.closest?.("[data-row]")?.querySelector(".conv"));
  const from = at < 0 ? all.findIndex((row) => row.getAttribute("aria-current") === "true") : at;
  const to = all[Math.min(Math.max(from + step, 0), all.length - 1)];
  to?.focus({ preventScroll: true });
  to?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && event.target.matches?.("#list-search input")) return closeSearch();
  if (event.key === "Escape" && event.target.matches?.("#composer-text")) return event.target.blur();
  if (typing(event.target)) return;
  const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  const isCovered = document.querySelector("details[data-menu][open]:not(#list-search), dialog[open]");
  if (!step || isCovered || event.target.closest(".thread__scroll")) return;
  event.preventDefault();
  walk(step);
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
