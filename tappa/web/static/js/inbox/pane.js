// The contact pane: it is fetched again with more of the activity, or with a kind of it alone; what one types in it stays.
// Where it lies over the thread, Escape closes it.
import "../contacts/fields.js";

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-pane-src]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const pane = link.closest("[data-live]");
  pane.dataset.src = link.dataset.paneSrc;
  document.dispatchEvent(new CustomEvent("live:told", { detail: { names: `pane-${pane.dataset.contact}` } }));
});

// While the page hears it first: a menu that is open closes alone.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], .picker, details[data-menu][open]")) return;
  if (event.target.closest?.("input, textarea, select")) return;
  const close = [...document.querySelectorAll("#contact-pane:target .who a[href='#main']")].find((link) => link.checkVisibility());
  if (!close) return;
  event.preventDefault();
  close.click();
}, true);
