// A list that the pointer is on: its rows change in place, none moves, none comes or goes. A pill tells that there is
// more; it all happens when the pointer leaves, or the pill is pressed.
import { keyOf } from "./morph.js";

const TOUCH_REST = 1_200;
const pill = document.createElement("button");
pill.type = "button";
pill.className = "btn btn--primary btn--sm live-pill";
pill.hidden = true;
pill.textContent = document.body.dataset.activity ?? "↑";
document.body.append(pill);

let pointed = null; // the list under the pointer
let height = 0; // where the pointer is
let rest = 0;
let apply = () => {};

// Who is told, with the region, when a list of it may move again.
export function release(callback) {
  apply = callback;
}

// Put the rows of the new content into the order that is shown, where the pointer is on them. Whether that was needed.
export function hold(region, next) {
  const list = pointed && region.contains(pointed) && pointed.isConnected ? pointed : null;
  const fresh = list && (list === region ? next : next.querySelector(`#${CSS.escape(list.id)}`));
  if (!fresh) return false;
  const shown = [...list.children];
  const coming = new Map([...fresh.children].map((row) => [keyOf(row), row]));
  const isSame = shown.length === fresh.children.length && shown.every((row, at) => keyOf(row) === keyOf(fresh.children[at]));
  if (!isSame) fresh.replaceChildren(...shown.map((row) => coming.get(keyOf(row)) ?? asItIs(row)));
  place(isSame ? null : list);
  return !isSame;
}

// A row that is not among those that come.
function asItIs(row) {
  const place = row.cloneNode();
  place.setAttribute("data-live-keep", "");
  return place;
}

// The region shows something else by now: nothing waits any more.
export function drop(region) {
  if (pointed && region.contains(pointed)) pill.hidden = true;
}

function place(list) {
  pill.hidden = !list;
  if (!list) return;
  const box = list.getBoundingClientRect();
  const top = Math.max(box.top, scroller(list).getBoundingClientRect().top, 0);
  const bottom = Math.min(box.bottom, innerHeight);
  const underPointer = height < top + 2 * pill.offsetHeight + 16;
  pill.style.left = `${box.left + box.width / 2}px`;
  pill.style.top = `${underPointer ? bottom - pill.offsetHeight - 8 : top + 8}px`;
}

function scroller(element) {
  let at = element;
  while (at.parentElement && at.scrollHeight <= at.clientHeight) at = at.parentElement;
  return at;
}

function leave() {
  clearTimeout(rest);
  const list = pointed;
  pointed = null;
  pill.hidden = true;
  const region = list?.closest("[data-live]");
  if (region) apply(region);
}

function enter(list) {
  clearTimeout(rest);
  if (list === pointed) return;
  if (pointed) leave();
  pointed = list;
}

document.addEventListener("pointerover", ({ target, pointerType, clientY }) => {
  height = clientY;
  if (pointerType === "touch" || target === pill) return;
  const list = target.closest?.("[data-live-hold]");
  if (list) enter(list);
  else if (pointed) leave();
});
document.documentElement.addEventListener("pointerleave", ({ pointerType }) => pointerType !== "touch" && pointed && leave());
// A finger is on the list while it touches it, and for a moment after: whoever scrolls taps next.
document.addEventListener("pointerdown", ({ target, pointerType, clientY }) => {
  const list = pointerType === "touch" && target.closest?.("[data-live-hold]");
  if (!list) return;
  height = clientY;
  enter(list);
});
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, ({ pointerType }) => {
    if (pointerType !== "touch" || !pointed) return;
    clearTimeout(rest);
    rest = setTimeout(leave, TOUCH_REST);
  });
}
pill.addEventListener("click", leave);
