// The question who one is, without leaving the page.
import { ask } from "./chat-ask.js";
import { show } from "./chat-thread.js";

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("#details");
  if (!form) return;
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(form));
  if (event.submitter?.name) fields[event.submitter.name] = event.submitter.value;
  if (!("skip" in fields) && !fields.name.trim() && !fields.email.trim()) {
    form.elements.name.focus();
    return;
  }
  const answer = await ask("/details", fields).catch(() => null);
  if (answer?.ok) {
    form.closest("[data-key=ask]").remove();
    show(await answer.text());
    document.getElementById("text").focus();
    return;
  }
  const why = document.getElementById("details-error");
  why.querySelector("span").textContent = answer && answer.status < 500 ? await answer.text() : document.body.dataset.failed;
  why.hidden = false;
  form.elements.email.focus();
});
