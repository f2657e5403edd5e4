// Leaving with changes that are not saved asks: links of the page with a dialog of ours, everything else by the browser.
import { changes } from "./marks.js";
import { save } from "./save.js";

const dialog = document.getElementById("leaving");
let to = "";
let free = false;

function leave() {
  free = true;
  location.assign(to);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || !changes() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.matches("[data-dialog], [data-close], [target=_blank], .skip") || link.closest("dialog")) return;
  event.preventDefault();
  to = link.href;
  dialog.showModal();
});

dialog.addEventListener("click", async ({ target }) => {
  const choice = target.closest("[data-leave]")?.dataset.leave ?? (target === dialog ? "stay" : "");
  if (choice) dialog.close();
  if (choice === "discard") leave();
  if (choice === "save" && (await save())) leave();
});

addEventListener("beforeunload", (event) => {
  if (changes() && !free) event.preventDefault();
});
