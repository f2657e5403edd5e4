// The page of a custom inbox: chips for its conditions, the emoji picker, and the question before what was typed is lost.
import { ask } from "../ask.js";
import "../contacts/filter.js";
import { offerEmoji } from "../emoji-picker.js";
import { morph } from "../morph.js";
import "./arrange.js";
import "./keys.js";
import "./sidebar.js";

const form = document.getElementById("inbox-form");
const conditions = () => document.getElementById("inbox-conditions");
const emoji = document.getElementById("field-emoji");
let asking = new AbortController();

// Other conditions: their part of the page alone is fetched, and the address says them, so that a reload finds them again.
document.addEventListener("filter:to", async ({ detail: to }) => {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const answer = await ask(to, signal).catch((error) => error);
  if (answer.name === "AbortError") return;
  const html = answer.ok && (await answer.text().catch(() => ""));
  if (signal.aborted) return;
  if (!html) return location.assign(to);
  const made = document.createElement("template");
  made.innerHTML = html;
  morph(conditions(), made.content.firstElementChild);
  history.replaceState({}, "", to);
});

offerEmoji("#inbox-emoji", () => emoji, (button) => {
  button.querySelector("[data-emoji]").textContent = emoji.value;
});

// Who chooses somebody means to share.
document.addEventListener("change", ({ target }) => {
  if (target.matches(".custom-inbox__one input:checked")) document.getElementById("visibility-shared").checked = true;
});

const said = () => new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken")).toString();
const before = said();
let isSaving = false;
form.addEventListener("submit", () => (isSaving = true));
addEventListener("beforeunload", (event) => {
  if (!isSaving && said() !== before) event.preventDefault();
});
addEventListener("pageshow", () => (isSaving = false));
