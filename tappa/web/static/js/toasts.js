// Messages: ten seconds, paused while the pointer or the focus is on them; errors stay. Ctrl or ⌘ Z takes the last act back.
import { keyCaps } from "./commands.js";
import { post } from "./post.js";

const LIFE = 10_000;
const shelf = document.getElementById("toasts");

export function toast({ text, undo = "", tone = "" }) {
  if (!shelf) return;
  const box = document.createElement("div");
  box.className = "toast";
  box.role = tone === "error" ? "alert" : "status";
  if (tone) box.dataset.tone = tone;
  const words = document.createElement("span");
  words.className = "grow";
  words.textContent = text;
  box.append(words);
  box.append(undo ? undoButton(undo, box) : dismissButton(box));
  shelf.append(box);
  live(box);
}

// A request that never got an answer: the server is away, or the network.
export const unanswered = () => toast({ text: shelf.dataset.failed, tone: "error" });

function undoButton(address, box) {
  const button = quietButton(shelf.dataset.undo);
  Object.assign(button.dataset, { command: shelf.dataset.undo, key: "mod+z" });
  button.append(...keyCaps("mod+z"));
  button.addEventListener("click", async () => {
    button.disabled = true;
    const answer = await post(address).catch(() => null);
    if (!answer) unanswered();
    box.remove();
  });
  return button;
}

function dismissButton(box) {
  const button = quietButton("×");
  button.ariaLabel = shelf.dataset.dismiss;
  button.addEventListener("click", () => box.remove());
  return button;
}

function quietButton(text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn--quiet btn--sm";
  button.textContent = text;
  return button;
}

function live(box) {
  if (box.dataset.tone === "error") return;
  let timer = setTimeout(() => box.remove(), LIFE);
  const pause = () => clearTimeout(timer);
  const resume = () => {
    clearTimeout(timer);
    timer = setTimeout(() => box.remove(), LIFE / 2);
  };
  box.addEventListener("pointerenter", pause);
  box.addEventListener("pointerleave", resume);
  box.addEventListener("focusin", pause);
  box.addEventListener("focusout", resume);
}

// Those that came with the page.
shelf?.querySelectorAll(".toast").forEach((box) => {
  if (!box.querySelector("form")) box.append(dismissButton(box));
  live(box);
});
// At the document: what asked may have left the page before its answer came, and its message is told there.
document.addEventListener("toast", (event) => toast(event.detail));
document.addEventListener("htmx:error", unanswered);
