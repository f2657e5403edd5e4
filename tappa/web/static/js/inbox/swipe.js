// A finger on a row: to the end closes it, to the start opens the times to snooze until; held still it chooses the row. The
// buttons of the thread do the same.
//
// What a finger is about is decided once, as it has gone ten pixels: it swipes when it went more than twice as far across
// as up or down, and otherwise never swipes again before it is lifted. Nor does one that was put down on a list in motion.
import { act } from "./acts.js";
import { choose } from "./selection.js";

const BEGIN = 10; // px, before that it may be a tap or a scroll
const ENOUGH = 88;
const HELD = 500;
const MOVING = 100; // ms, a list that scrolls by itself says so with each frame
const BACK = { duration: 160, easing: "ease-out" };
let swipe = null;
let scrolled = null;

const toEnd = (x) => (document.dir === "rtl" ? -x : x);

function begin({ target, pointerType, isPrimary, clientX, clientY, pointerId, timeStamp }) {
  if (pointerType !== "touch" || !isPrimary) return;
  end(); // it was lifted where nobody told us
  const row = target.closest?.("[data-row]");
  if (!row || target.closest(".conv__check, .row-acts") || isMoving(row, timeStamp)) return;
  const timer = setTimeout(hold, HELD);
  swipe = { row, x: clientX, y: clientY, id: pointerId, by: 0, isUnderWay: false, timer };
}

const isMoving = (row, now) => scrolled?.target.contains(row) && now - scrolled.at < MOVING;

// The list follows the finger: it is no swipe. Where it chose the row, or swipes already, the list moves for another reason.
function scroll({ target, timeStamp }) {
  scrolled = { target, at: timeStamp };
  if (swipe && !swipe.isUnderWay && !swipe.isHeld && target.contains(swipe.row)) end();
}

function hold() {
  if (!swipe || swipe.isUnderWay) return;
  const box = swipe.row.querySelector(".conv__check");
  swipe.isHeld = true;
  choose(box, { isChosen: !box.checked });
}

function move(event) {
  if (!swipe || event.pointerId !== swipe.id || swipe.isHeld) return;
  // Each point that the finger went by, and not the last of a frame alone: on a busy phone that is far from the tenth pixel.
  const points = swipe.isUnderWay ? [] : [...(event.getCoalescedEvents?.() ?? []), event];
  const decisive = points.find(({ clientX, clientY }) => Math.hypot(clientX - swipe.x, clientY - swipe.y) >= BEGIN);
  if (!swipe.isUnderWay && !decisive) return;
  if (decisive && !isAcross(decisive)) return end();
  if (decisive) {
    clearTimeout(swipe.timer);
    swipe.isUnderWay = true;
    lay(swipe.row);
  }
  const by = event.clientX - swipe.x;
  swipe.by = by;
  swipe.row.style.setProperty("--swiped", `${Math.round(by)}px`);
  swipe.row.dataset.swipe = (toEnd(by) > 0 ? "close" : "snooze") + (Math.abs(by) >= ENOUGH ? " enough" : "");
}

const isAcross = ({ clientX, clientY }) => Math.abs(clientX - swipe.x) > 2 * Math.abs(clientY - swipe.y);

// What lies below the row says what will happen.
function lay(row) {
  const below = document.getElementById("swipe-below").content.firstElementChild.cloneNode(true);
  row.prepend(below);
}

function end() {
  if (!swipe) return;
  const { row, by, timer } = swipe;
  clearTimeout(timer);
  row.style.removeProperty("--swiped");
  row.removeAttribute("data-swipe");
  row.querySelector(".swipe-below")?.remove();
  if (by && !matchMedia("(prefers-reduced-motion: reduce)").matches)
    row.querySelector(".conv")?.animate([{ translate: `${by}px 0` }, { translate: "0 0" }], BACK);
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
document.addEventListener("pointercancel", ({ pointerId }) => pointerId === swipe?.id && end());
document.addEventListener("scroll", scroll, { capture: true, passive: true });
document.addEventListener("contextmenu", (event) => swipe?.isHeld && event.preventDefault());
