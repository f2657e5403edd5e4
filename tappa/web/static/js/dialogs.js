// Links to a question (<a data-dialog>) open it as a modal dialog over the page; without a script they lead to a page with it.
//   <a data-close="f">   closes it, and presses what has this key on the page below
import { commandOf, press } from "./commands.js";

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const answer = await fetch(link.href, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) {
    location.assign(link.href);
    return;
  }
  link.closest("details[data-menu]")?.removeAttribute("open");
  open(await answer.text(), link);
});

function open(html, link) {
  const dialog = new DOMParser().parseFromString(html, "text/html").querySelector("dialog");
  dialog.removeAttribute("open");
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => {
    const closes = event.target === dialog || event.target.closest("[data-close]");
    if (!closes) return;
    event.preventDefault();
    dialog.close(event.target.closest("[data-close]")?.dataset.close);
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    (link.closest("details")?.querySelector("summary") ?? link).focus();
    const next = dialog.returnValue && commandOf(dialog.returnValue);
    if (next) press(next);
  });
  dialog.showModal();
  dialog.querySelector("[autofocus], .dialog__foot [data-close]")?.focus();
}
