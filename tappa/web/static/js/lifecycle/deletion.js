// A stage is deleted at once, by its dialog, and the rest of the draft stays: it is put on top of what is saved now.
import { base, changed, form, hold, rows } from "./draft.js";
import { changes } from "./marks.js";
import { tell } from "../post.js";
import { signedOut } from "../signed-out.js";
import { unanswered } from "../toasts.js";

document.addEventListener("submit", async (event) => {
  if (!event.target.matches("dialog [data-deletion]")) return;
  event.preventDefault();
  const dialog = event.target.closest("dialog");
  const button = dialog.querySelector(".btn--danger");
  const { src } = dialog.dataset;
  delete dialog.dataset.src; // the question follows the count no more: the stage it is about may be gone before the answer comes
  button.ariaBusy = "true";
  const body = new URLSearchParams(new FormData(event.target));
  const answer = await fetch(event.target.action, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
  button.ariaBusy = "false";
  if (!answer?.ok) dialog.dataset.src = src;
  if (!answer) return unanswered();
  if (answer.status === 401) return signedOut();
  const html = await answer.text();
  if (answer.ok) {
    dialog.close();
    await rebase(event.target.dataset.deletion);
  } else if (html) dialog.replaceChildren(...new DOMParser().parseFromString(html, "text/html").querySelector("dialog").children);
  tell(answer.headers.get("HX-Trigger"));
});

// Only where nothing but this deletion came between: whatever else somebody saved is told when this draft is saved.
async function rebase(key) {
  if (!changes()) return;
  const answer = await fetch(form().dataset.src, { headers: { "HX-Request": "true" } }).catch(() => null);
  const next = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("stages");
  if (!next) return;
  const before = base();
  const after = JSON.parse(next.elements.base.value);
  const rest = before.rows.filter((row) => row.key !== key);
  if (after.version !== before.version + 1 || JSON.stringify(rest) !== JSON.stringify(after.rows)) return;
  rows().find((row) => row.dataset.key === key)?.remove();
  form().elements.base.value = next.elements.base.value;
  form().elements.version.value = after.version;
  for (const name of ["default", "won"]) {
    if (form().elements[name].value === key) hold(name, rows().find((row) => row.dataset.key === after[name]));
  }
  changed();
}
