// The live stream: names of what changed, never the change itself. It comes back by itself, and says so while it is away.
import { refresh } from "./chat-thread.js";

const offline = document.getElementById("offline");
const typing = document.getElementById("typing");
const TYPING_SHOWN = 6_000;
const PATIENCE = 4_000; // a stream that ends and begins anew is no reason to worry anybody
const LONGEST_PAUSE = 30_000;

let source = null;
let pause = 1_000;
let worry;
let quiet;

export function listen() {
  if (source || "past" in document.body.dataset) return;
  source = new EventSource(`${document.body.dataset.chat}/stream`);
  source.addEventListener("open", isOnline);
  source.addEventListener("error", isAway);
  source.addEventListener("names", (event) => hear(event.data.split(" ")));
}

function hear(names) {
  if (names.includes("offline")) isAway();
  else isOnline();
  if (names.includes("typing")) showTyping();
  if (names.includes("thread")) hideTyping();
  if (names.includes("thread") || names.includes("refresh")) refresh();
}

function isOnline() {
  clearTimeout(worry);
  worry = undefined;
  pause = 1_000;
  if (!offline.hidden) document.dispatchEvent(new CustomEvent("chat:online"));
  offline.hidden = true;
}

// A browser tries again by itself after a broken connection, and gives up after a refusal: then it is on us.
function isAway() {
  worry ??= setTimeout(() => {
    offline.hidden = false;
  }, PATIENCE);
  if (source.readyState !== EventSource.CLOSED) return;
  source = null;
  setTimeout(listen, pause);
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

function showTyping() {
  typing.hidden = false;
  clearTimeout(quiet);
  quiet = setTimeout(hideTyping, TYPING_SHOWN);
}

function hideTyping() {
  typing.hidden = true;
}
