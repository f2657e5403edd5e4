// Writing: a message shows at once, goes out when it can, and is never lost: neither to a reload nor to a refusal.
import { ask } from "./chat-ask.js";
import { known, show } from "./chat-thread.js";

const body = document.body;
const form = document.getElementById("composer");
const text = document.getElementById("text");
const error = document.getElementById("error");
const list = document.getElementById("pending");
const shelf = store(`chat-pending-${body.dataset.chat}`, []);
const draft = store(`chat-draft-${body.dataset.chat}`, "");
const touch = matchMedia("(pointer: coarse)");
const LONGEST_PAUSE = 30_000;
const TYPING_PAUSE = 3_000;

const waiting = shelf.read();
let busy = false;
let pause = 1_000;
let timer;
let typed = 0;

function store(name, empty) {
  return {
    read: () => {
      try {
        return JSON.parse(sessionStorage.getItem(name)) ?? empty;
      } catch {
        return empty;
      }
    },
    write: (value) => {
      try {
        sessionStorage.setItem(name, JSON.stringify(value));
      } catch {
        // a browser that keeps nothing forgets it with the page
      }
    },
  };
}

// Not crypto.randomUUID: it is missing where the page comes without https, as on a company's own network.
const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

function add(message) {
  const row = document.createElement("li");
  row.className = "msg";
  row.dataset.dir = "out";
  row.dataset.pageId = message.id;
  row.dataset.state = "sending";
  row.innerHTML = '<div class="msg__stack"><p class="msg__text" dir="auto"></p></div><div class="msg__meta"></div>';
  row.querySelector("p").textContent = message.text;
  list.append(row);
  list.hidden = false;
  mark(row, body.dataset.sending);
}

const rowOf = (id) => [...list.children].find((row) => row.dataset.pageId === id);
const mark = (row, words) => {
  if (row) row.querySelector(".msg__meta").textContent = words;
};

// Whatever the list of messages shows needs to be shown no longer as on its way.
function settle() {
  const there = new Set([...document.querySelectorAll("#lines [data-page-id]")].map((row) => row.dataset.pageId));
  for (const row of [...list.children]) if (there.has(row.dataset.pageId)) row.remove();
  list.hidden = !list.children.length;
}

export async function send() {
  clearTimeout(timer);
  if (busy || !waiting.length) return;
  busy = true;
  const message = waiting[0];
  const answer = await ask("/messages", { id: message.id, text: message.text }).catch(() => null);
  busy = false;
  if (answer?.ok) await arrived(message, answer);
  else if (answer && answer.status < 500) refuse(message, await answer.text());
  else later(message);
}

async function arrived(message, answer) {
  drop(message);
  pause = 1_000;
  const row = rowOf(message.id);
  if (row) delete row.dataset.state;
  mark(row, body.dataset.now);
  show(await answer.text());
  send();
}

// A refusal says why, and gives the words back.
function refuse(message, why) {
  drop(message);
  rowOf(message.id)?.remove();
  list.hidden = !list.children.length;
  text.value = [message.text, text.value].filter(Boolean).join("\n");
  draft.write(text.value);
  complain(why);
  text.focus();
}

function later(message) {
  mark(rowOf(message.id), body.dataset.waiting);
  timer = setTimeout(send, pause);
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

function drop(message) {
  waiting.splice(waiting.indexOf(message), 1);
  shelf.write(waiting);
}

function complain(why) {
  error.querySelector("span").textContent = why;
  error.hidden = !why;
  text.toggleAttribute("aria-invalid", Boolean(why));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const words = text.value.trim();
  if (!words) return;
  const message = { id: newId(), text: words };
  waiting.push(message);
  shelf.write(waiting);
  text.value = "";
  draft.write("");
  complain("");
  add(message);
  document.getElementById("scroll").scrollTop = 0;
  text.focus();
  send();
});

// Enter sends where there is a keyboard; on glass it makes a line, and the button sends.
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || touch.matches) return;
  event.preventDefault();
  form.requestSubmit();
});

text.addEventListener("input", () => {
  draft.write(text.value);
  if (!known() || !text.value || Date.now() - typed < TYPING_PAUSE) return;
  typed = Date.now();
  ask("/typing", {}).catch(() => null);
});

document.addEventListener("chat:shown", settle);
document.addEventListener("chat:online", send);
addEventListener("online", send);

if (!text.value) text.value = draft.read();
waiting.forEach(add);
settle();
send();
