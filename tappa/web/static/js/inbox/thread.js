// The thread: a day is named once, and what is before the member's eyes is marked as read.
import { post } from "../post.js";
import { thread } from "./select.js";

const REST = 600; // one who walks through the list has not read what flew by
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
