// The composer: reply or comment, the channel, drafts that outlive a reload, and keys that send.
const form = () => document.getElementById("composer");
const field = () => document.getElementById("composer-text");
export const mode = () => form()?.querySelector("[name=mode]:checked")?.value ?? "reply";
const isMac = /Mac|iP(hone|ad|od)/.test(navigator.platform);

// A draft belongs to a member and a contact; a reply and a comment have one each.
const key = (which = mode()) => `${form().dataset.draft}-${which}`;

export function keepDraft(text = field().value, which = mode()) {
  try {
    if (text.trim()) localStorage.setItem(key(which), text);
    else localStorage.removeItem(key(which));
  } catch {
    // Storage may be full or forbidden: the words still stand in the field.
  }
}

const draft = (which) => {
  try {
    return localStorage.getItem(key(which)) ?? "";
  } catch {
    return "";
  }
};

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
    text.value = draft(now);
  }
  was = now;
  text.placeholder = text.dataset[now] ?? "";
  grow();
}

function begin() {
  if (!form()) return;
  if (draft("comment") && !draft("reply") && form().querySelector("[value=comment]")) form().querySelector("[value=comment]").checked = true;
  was = mode();
  const text = field();
  if (!text.value) text.value = draft(was);
  text.placeholder = text.dataset[was] ?? "";
  for (const cap of form().querySelectorAll("[data-shortcut]")) cap.textContent = isMac ? "⌘↵" : "Ctrl ↵";
  grow();
}

document.addEventListener("input", ({ target }) => {
  if (target.id !== "composer-text") return;
  keepDraft();
  grow();
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
