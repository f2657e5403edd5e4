// The composer: reply or comment, the channel, emoji, and keys that send.
import { offerEmoji } from "../emoji-picker.js";
import { draftOf, keepDraft, meetDrafts } from "./drafts.js";

const form = () => document.getElementById("composer");
const field = () => document.getElementById("composer-text");
export const mode = () => form()?.querySelector("[name=mode]:checked")?.value ?? "reply";
const isMac = /Mac|iP(hone|ad|od)/.test(navigator.platform);

function grow() {
  const text = field();
  if (CSS.supports("field-sizing", "content")) return;
  text.style.blockSize = "auto";
  text.style.blockSize = `${text.scrollHeight}px`;
}

let was = "reply";

function turn() {
  const text = field();
  const now = mode();
  if (now !== was) {
    keepDraft(text.value, was);
    text.value = draftOf(now);
  }
  was = now;
  text.placeholder = text.dataset[now] ?? "";
  grow();
}

function begin() {
  if (!form()) return;
  meetDrafts();
  if (draftOf("comment") && !draftOf("reply") && form().querySelector("[value=comment]")) form().querySelector("[value=comment]").checked = true;
  was = mode();
  const text = field();
  if (text.value !== draftOf(was)) text.value = draftOf(was);
  text.placeholder = text.dataset[was] ?? "";
  for (const cap of form().querySelectorAll("[data-shortcut]")) cap.textContent = isMac ? "⌘↵" : "Ctrl ↵";
  grow();
}

document.addEventListener("input", ({ target }) => {
  if (target.id !== "composer-text") return;
  keepDraft(field().value, mode());
  grow();
});

// An emoji goes where the caret is. The picker fills a field of its own.
const picked = document.createElement("input");
offerEmoji("#composer-emoji", () => picked, () => {
  const text = field();
  text.setRangeText(picked.value, text.selectionStart, text.selectionEnd, "end");
  picked.value = "";
  text.focus();
  text.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("change", ({ target }) => {
  if (target.matches("#composer [name=mode]")) {
    turn();
    field().focus();
  }
  if (!target.matches("#composer [name=channel]")) return;
  name(target);
  target.closest("details").open = false;
});

function name(channel) {
  const menu = channel.closest("details");
  menu.querySelector("[data-chosen]").textContent = channel.closest("label").textContent.trim();
  const use = menu.querySelector("summary use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${channel.dataset.icon}`));
}

document.addEventListener("keydown", (event) => {
  if (event.target.id !== "composer-text" || event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  event.preventDefault();
  form().requestSubmit(document.getElementById(mode() === "comment" ? "composer-comment" : "composer-send"));
});

// Fetched anew, the words of the chosen channel are those of the first one again.
function sync() {
  const chosen = form()?.querySelector("[name=channel]:checked");
  if (chosen) name(chosen);
}

document.addEventListener("live:changed", ({ target }) => target.id === "thread" && sync());
document.addEventListener("inbox:thread", begin);
begin();
