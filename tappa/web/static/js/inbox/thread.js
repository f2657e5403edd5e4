// The thread: a day is named once, and what is before the member's eyes is marked as read. One that ends before its newest
// item goes on by a click, and what one reads stays where it is.
import { post } from "../post.js";
import { thread } from "./select.js";

const REST = 600; // one who walks through the list has not read what flew by
const AWAY = 8; // px: at its very end a thread shows what comes below
let timer = 0;
let newest = "";

function name_days() {
  let before = "";
  for (const day of document.querySelectorAll("#thread .day[data-day]")) {
    day.hidden = day.dataset.day === before;
    before = day.dataset.day;
  }
}

const last = () => [...document.querySelectorAll("#flow > [data-dir=in]")].at(-1);

function read() {
  clearTimeout(timer);
  const place = thread();
  const message = last();
  if (!place?.dataset.reading || !message || document.hidden || !place.checkVisibility()) return;
  const mark = `${place.dataset.contact} ${message.id} ${message.querySelectorAll(".msg__text, .msg__file").length}`;
  if (mark === newest) return;
  timer = setTimeout(() => {
    if (document.hidden || thread() !== place) return;
    newest = mark;
    post(place.dataset.reading).catch(() => (newest = ""));
  }, REST);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-thread-src]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const place = thread();
  const scroll = place.querySelector(".thread__scroll");
  scroll.scrollTop = Math.min(scroll.scrollTop, -AWAY);
  place.dataset.src = link.dataset.threadSrc;
  document.dispatchEvent(new CustomEvent("live:told", { detail: { names: `thread-${place.dataset.contact}` } }));
});

function changed() {
  name_days();
  read();
}

document.addEventListener("inbox:thread", () => {
  newest = "";
  changed();
});
document.addEventListener("live:changed", ({ target }) => target.id === "thread" && changed());
document.addEventListener("htmx:after:swap", name_days);
document.addEventListener("visibilitychange", read);
changed();
