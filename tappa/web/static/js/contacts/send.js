// The forms of the drawer, the title and dialogs: sent without leaving the page. What was refused comes back with its
// errors; what went well leads on to the address that the answer names.
import { element } from "../element.js";
import { post } from "../post.js";
import { unanswered } from "../toasts.js";
import { go, isOurs } from "./navigate.js";

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-send]");
  if (!form) return;
  event.preventDefault();
  const button = event.submitter;
  button?.setAttribute("aria-disabled", "true");
  form.closest("details")?.removeAttribute("open");
  const answer = await post(form.action, new FormData(form, button)).catch(() => null);
  button?.removeAttribute("aria-disabled");
  if (!answer) return unanswered();
  if (answer.status === 401) return;
  if (answer.status === 422) return refused(form, await answer.text());
  form.closest("dialog")?.close();
  const to = answer.headers.get("Location");
  if (!answer.ok || !to) return;
  const url = new URL(to, location.href);
  if (isOurs(url)) go(url, { fresh: true });
  else location.assign(url);
});

function refused(form, html) {
  const dialog = form.closest("dialog");
  const next = dialog ? new DOMParser().parseFromString(html, "text/html").querySelector("dialog") : element(html);
  if (dialog) dialog.replaceChildren(...next.children);
  else form.closest(".drawer").replaceWith(next);
  const shown = dialog ?? next;
  (shown.querySelector("[aria-invalid=true]") ?? shown.querySelector("[role=alert]"))?.focus();
}
