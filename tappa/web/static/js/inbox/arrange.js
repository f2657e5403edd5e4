// The order of custom inboxes: by mouse and touch, by Alt with an arrow on a row, and by the rows' menus. It is kept for
// the person.
import { post } from "../post.js";
import { sortable } from "../sortable.js";
import { unanswered } from "../toasts.js";

const section = () => document.getElementById("sidebar-custom");
const list = () => document.getElementById("custom-inboxes");

async function keep() {
  const answer = await post(section().dataset.order, [...list().children].map((row) => ["inbox", row.dataset.inbox])).catch(() => null);
  if (!answer) unanswered();
  // What was fetched while the new order was on its way still had the old one.
  document.dispatchEvent(new CustomEvent("live:told", { detail: { names: "inboxes" } }));
}

function begin() {
  if (!list()) return;
  sortable(list(), {
    filter: ".side-custom__menu",
    preventOnFilter: false,
    fallbackClass: "side-custom__dragged",
    ghostClass: "side-custom__ghost",
    onStart: () => list().setAttribute("data-live-keep", ""),
    onEnd({ oldIndex, newIndex }) {
      list().removeAttribute("data-live-keep");
      if (oldIndex !== newIndex) keep();
    },
  });
}

// To the next row that is shown: those of others may be hidden.
function move(row, by) {
  let beside = row;
  do beside = by < 0 ? beside.previousElementSibling : beside.nextElementSibling;
  while (beside && !beside.checkVisibility());
  if (!beside) return;
  const focused = document.activeElement;
  list().insertBefore(row, by < 0 ? beside : beside.nextElementSibling);
  if (row.contains(focused)) focused.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  keep();
}

document.addEventListener("keydown", (event) => {
  const row = event.altKey && event.target.closest?.("#custom-inboxes > li");
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!row || !by) return;
  event.preventDefault();
  move(row, by);
});
document.addEventListener("click", ({ target }) => {
  const button = target.closest("#custom-inboxes [data-move]");
  if (!button) return;
  button.closest("details").open = false;
  move(button.closest("li"), Number(button.dataset.move));
});
document.addEventListener("live:changed", begin);
begin();
