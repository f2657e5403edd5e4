// Sending: what was written stands in the thread at once and the field is free again. Its id is made here, so that what
// is sent twice is stored once. What does not arrive is kept, over a reload too, and offered again.
import { post } from "../post.js";
import { mode } from "./composer.js";
import { keepDraft } from "./drafts.js";

const form = () => document.getElementById("composer");
const box = () => document.getElementById("outbox");
const shelf = () => `outbox-${form().dataset.shelf}`;

const read = () => {
  try {
    return JSON.parse(localStorage.getItem(shelf()) ?? "[]");
  } catch {
    return [];
  }
};

function write(letters) {
  try {
    if (letters.length) localStorage.setItem(shelf(), JSON.stringify(letters));
    else localStorage.removeItem(shelf());
  } catch {
    // Not kept over a reload then; it still stands in the thread.
  }
}

const forget = (id, place = shelf()) => {
  if (place === shelf()) write(read().filter((letter) => letter.id !== id));
};

function element(tag, name, text = "") {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}

function button(text, act) {
  const made = element("button", "btn btn--text", text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function place(letter) {
  const row = element("li", letter.mode === "comment" ? "note" : "msg");
  row.dataset.dir = "out";
  row.dataset.pending = letter.id;
  const text = element("p", letter.mode === "comment" ? "pre" : "msg__text pre", letter.text);
  text.dir = "auto";
  const stack = element("div", letter.mode === "comment" ? "" : "msg__stack");
  stack.append(text);
  row.append(stack, element("div", "msg__meta"));
  box().append(row);
  document.querySelector(".thread__scroll").scrollTop = 0;
  return row;
}

function say(row, letter, state) {
  const words = form().dataset;
  row.dataset.state = state;
  const meta = row.lastElementChild;
  meta.className = state === "failed" ? "msg__failed" : "msg__meta";
  meta.replaceChildren(element("span", "", state === "failed" ? words.failed : `${words.sending}…`));
  if (state !== "failed") return;
  meta.append(button(words.retry, () => send(letter, row)), button(words.discard, () => {
    forget(letter.id);
    row.remove();
  }));
}

async function send(letter, row) {
  const kept = shelf();
  say(row, letter, "sending");
  const fields = { text: letter.text, client: letter.id };
  if (letter.channel) fields.channel = letter.channel;
  const answer = await post(letter.to, fields).catch(() => null);
  if (!answer?.ok) return row.isConnected && say(row, letter, "failed");
  forget(letter.id, kept);
  // The thread, fetched anew, holds it now; one that ends before it goes down to it.
  if (row.isConnected) document.getElementById("thread-down")?.click();
  setTimeout(() => row.remove(), 4000);
}

document.addEventListener("submit", (event) => {
  if (event.target.id !== "composer") return;
  event.preventDefault();
  const field = document.getElementById("composer-text");
  const text = field.value.trim();
  if (!text) return;
  const { messages, comments } = form().dataset;
  const letter = {
    id: crypto.randomUUID?.() ?? fallbackId(), text, mode: mode(), to: mode() === "comment" ? comments : messages,
    channel: new FormData(form()).get("channel") ?? "",
  };
  write([...read(), letter]);
  field.value = "";
  keepDraft("", letter.mode);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  send(letter, place(letter));
});

// Pages that do not come by https have no randomUUID.
function fallbackId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

// What has arrived in the thread leaves the outbox in the same moment.
function settle() {
  for (const row of box()?.children ?? []) {
    const arrived = document.querySelector(`#flow [data-client="${CSS.escape(row.dataset.pending)}"]`);
    if (arrived) row.remove();
  }
}

function begin() {
  if (!form()) return;
  for (const letter of read()) {
    if (!box().querySelector(`[data-pending="${CSS.escape(letter.id)}"]`)) say(place(letter), letter, "failed");
  }
  settle();
}

document.addEventListener("live:changed", ({ target }) => target.id === "thread" && settle());
document.addEventListener("inbox:thread", begin);
begin();
