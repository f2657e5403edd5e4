// A finger on a row: to the end closes it, to the start opens the times to snooze until; held still it chooses the row. The
// buttons of the thread do the same.
import { act } from "./acts.js";
import { choose } from "./selection.js";

const BEGIN = 12; // px, before that it may be a tap or a scroll
const ENOUGH = 88;
const HELD = 500;
let swipe = null;

const toEnd = (x) => (document.dir === "rtl" ? -x : x);

function begin({ target, pointerType, isPrimary, clientX, clientY, pointerId }) {
  const row = target.closest?.("[data-row]");
  if (pointerType !== "touch" || !isPrimary || !row || target.closest(".conv__check, .row-acts")) return;
  const timer = setTimeout(hold, HELD);
  swipe = { row, x: clientX, y: clientY, id: pointerId, by: 0, isUnderWay: false, timer };
}

function hold() {
  if (!swipe || swipe.isUnderWay) return;
  const box = swipe.row.querySelector(".conv__check");
  swipe.isHeld = true;
  choose(box, { isChosen: !box.checked });
}

function move({ clientX, clientY, pointerId }) {
  if (!swipe || pointerId !== swipe.id || swipe.isHeld) return;
  const by = clientX - swipe.x;
  if (!swipe.isUnderWay) {
    if (Math.abs(clientY - swipe.y) > BEGIN) return end();
    if (Math.abs(by) < BEGIN) return;
    clearTimeout(swipe.timer);
    swipe.isUnderWay = true;
    lay(swipe.row);
  }
  swipe.by = by;
  swipe.row.style.setProperty("--swiped", `${Math.round(by)}px`);
  swipe.row.dataset.swipe = (toEnd(by) > 0 ? "close" : "snooze") + (Math.abs(by) >= ENOUGH ? " enough" : "");
}

// What lies below the row says what will happen.
function lay(row) {
  const below = document.getElementById("swipe-below").content.firstElementChild.cloneNode(true);
  row.prepend(below);
}

function end() {
  if (!swipe) return;
  const { row, timer } = swipe;
  clearTimeout(timer);
  row.style.removeProperty("--swiped");
  row.removeAttribute("data-swipe");
  row.querySelector(".swipe-below")?.remove();
  swipe = null;
}

function lift({ pointerId }) {
  if (!swipe || pointerId !== swipe.id) return;
  const { row, by, isUnderWay, isHeld } = swipe;
  end();
  if (!isUnderWay && !isHeld) return;
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), 50);
  if (!isUnderWay || Math.abs(by) < ENOUGH) return;
  const isClosed = row.dataset.status === "closed";
  if (toEnd(by) > 0) act(isClosed ? "open" : "close", [row.dataset.row], row);
  else if (!isClosed) act("snooze", [row.dataset.row], row);
}

// The lifted finger is no tap.
function swallow(event) {
  event.preventDefault();
  event.stopPropagation();
}

document.addEventListener("pointerdown", begin);
document.addEventListener("pointermove", move);
document.addEventListener("pointerup", lift);
document.addEventListener("pointercancel", end);
document.addEventListener("contextmenu", (event) => swipe?.isHeld && event.preventDefault());
