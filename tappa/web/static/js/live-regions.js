// Regions: fetched anew when they are concerned, each at most once in PAUSE (or in its own data-live-pause), the first time
// at once and the last time surely. Whatever is due goes in one request, and the page makes no two within APART: at most
// two a second, however much happens, and fewer where the machine does not keep up (live-pace.js). Never all pages at the
// same instant; nothing while the tab is hidden.
import { drop, hold, release } from "./live-hold.js";
import { LATER, fetchParts, fitting } from "./live-parts.js";
import { Pace } from "./live-pace.js";
import { isField, morph } from "./morph.js";
import { keepScroll } from "./scroll.js";
import { signedOut } from "./signed-out.js";

const PAUSE = 700;
const APART = 500;
const SOON = PAUSE - APART; // what is due so soon goes along, or while an answer would take
const SPREAD = 120; // of one page's fetches, when others' acts are told
const REFRESH_SPREAD = 1_200; // when all pages come back at once
const JUST_LOADED = 3_000; // the first refresh of a new page is its own
const MOST_TRIES = 5;
const REMEMBER = 20_000; // how long a part of a page may be under way to it
const GONE = new Set([403, 404, 410]);

const states = new WeakMap(); // region → {at: from when on it is to be fetched, own, request: that which is under way, last, …}
const told = new Map(); // name → when it was told last
const regions = () => document.querySelectorAll("[data-live][data-src]");
let timer = 0;
let asked = -APART; // when the page asked last
let acted = 0; // when somebody last did something here
const together = new Pace(); // of all regions but those that come last

// After it the page may be another than what it was sent, for a row is dragged, or faded as done with: all is sent whole.
const act = () => (acted = performance.now());
for (const name of ["click", "keydown", "pointerup", "pointercancel", "htmx:after:swap", "live:acted"]) document.addEventListener(name, act, true);

export function touch(names, { own = false } = {}) {
  const now = performance.now();
  if (own) act();
  for (const [name, when] of told) if (now - when > REMEMBER) told.delete(name);
  for (const name of names) told.set(name, now);
  for (const region of regions()) if (concerns(region, (name) => names.includes(name))) want(region, SPREAD, own);
  plan();
}

export function refresh() {
  told.set("refresh", performance.now());
  const spread = performance.now() < JUST_LOADED ? SPREAD : REFRESH_SPREAD;
  for (const region of regions()) want(region, spread);
  plan();
}

const concerns = (region, isTold) => region.dataset.live.split(/\s+/).some(isTold);

function stateOf(region) {
  if (!states.has(region)) {
    const { src } = region.dataset;
    const pace = region.hasAttribute("data-live-last") ? new Pace() : together;
    states.set(region, { at: Infinity, own: false, request: null, last: -Infinity, tries: 0, held: "", src, pace, digest: "-", shown: 0 });
  }
  return states.get(region);
}

// A region that comes later, or that shows another thing by now, was made a moment ago: what was told since then is not in
// it, and was not told to it.
function meet() {
  for (const region of regions()) {
    const state = states.get(region);
    if (state?.src === region.dataset.src) continue;
    if (state) drop(region); // what waited for the pointer to leave belongs to what was shown before
    Object.assign(stateOf(region), { src: region.dataset.src, held: "", digest: "-" });
    if (concerns(region, (name) => told.has(name) || told.has("refresh"))) want(region, SPREAD);
  }
  plan();
}

regions().forEach(stateOf);
new MutationObserver(meet).observe(document.body, {
  childList: true, subtree: true, attributes: true, attributeFilter: ["data-src"],
});

// `own`: the person acted and waits to see it; what is under way was asked before that and is not taken.
function want(region, spread, own = false) {
  const state = stateOf(region);
  if (own) Object.assign(state, { at: 0, own, request: null });
  else if (state.at === Infinity) {
    const pause = Number(region.dataset.livePause) || PAUSE;
    state.at = Math.max(performance.now(), state.last + pause) + Math.random() * spread;
  }
}

// When it is to be fetched, as things stand: how long one has to wait shows only once the last answer is there.
function dueAt(region) {
  const { at, own, last, pace } = stateOf(region);
  return own ? at : Math.max(at, last + pace.pause);
}

// The regions that may be fetched now or later, but for those that are under way; whoever waits longest first.
function waiting() {
  const may = (state) => state.at < Infinity && !state.request && (state.own || !document.hidden);
  return [...regions()].filter((region) => region.dataset.src && may(stateOf(region))).sort((a, b) => dueAt(a) - dueAt(b));
}

// Also when the tab is looked at again: what it missed is fetched.
export function plan() {
  clearTimeout(timer);
  const [first] = waiting();
  if (!first) return;
  const free = stateOf(first).own ? 0 : asked + APART;
  timer = setTimeout(run, Math.ceil(Math.max(dueAt(first), free) - performance.now()));
}

function run() {
  const now = performance.now();
  const soon = now + Math.max(SOON, together.took);
  const due = waiting().filter((region) => dueAt(region) <= soon);
  if (!due.length) return; // those that were have gone
  const some = due.slice(0, fitting(due.map((region) => region.dataset.src)));
  some.sort((a, b) => a.hasAttribute("data-live-last") - b.hasAttribute("data-live-last"));
  const addresses = some.map((region) => region.dataset.src);
  const digests = some.some((region) => stateOf(region).own) ? null : some.map(digestOf);
  const request = { at: now };
  for (const region of some) Object.assign(stateOf(region), { at: Infinity, own: false, request, last: now });
  asked = now;
  fetchParts(addresses, digests, (place, answer) => {
    taken(some[place], addresses[place], request, answer);
    stateOf(some[place]).pace.note(request, performance.now() - now);
    plan();
  });
  plan();
}

// What is known to be shown of it.
function digestOf(region) {
  const { digest, shown } = stateOf(region);
  return shown > acted ? digest : "-";
}

function taken(region, address, request, answer) {
  const state = stateOf(region);
  if (state.request !== request) return; // a newer one is under way
  state.request = null;
  if (!region.isConnected) return;
  // It shows something else by now, or is about to; or what somebody has just done, which this answer may not know of.
  const isAhead = region.ariaBusy === "true" || document.body.hasAttribute("data-under-way");
  if (region.dataset.src !== address || isAhead) want(region, SPREAD);
  else take(region, state, answer, request);
}

function take(region, state, { status, to, html, digest }, request) {
  if (status === 401) return signedOut();
  if (to) return location.assign(to);
  if (GONE.has(status)) {
    state.digest = "-"; // what it showed is shown no more, and may come back as it was
    return vanish(region);
  }
  if (status === 200) {
    state.tries = 0;
    show(region, state, html);
    // Where somebody writes, the field stands also where it is none that came.
    const isWritten = region.contains(document.activeElement) && isField(document.activeElement);
    return Object.assign(state, { digest: isWritten ? "-" : digest, shown: performance.now() });
  }
  // As it was when it was asked for, and somebody has done something since.
  if (status === LATER || (status === 304 && acted > request.at)) return want(region, SPREAD);
  if (status === 204 || status === 304 || ++state.tries > MOST_TRIES) return (state.tries = 0);
  setTimeout(() => {
    want(region, SPREAD);
    plan();
  }, PAUSE * 2 ** state.tries * (1 + Math.random()));
}

// What may no longer be seen goes away, unless the page has something to show in its place.
function vanish(region) {
  const gone = new CustomEvent("live:gone", { bubbles: true, cancelable: true });
  if (region.dispatchEvent(gone)) region.remove();
}

function show(region, state, html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  const next = (region.id && made.content.querySelector(`#${CSS.escape(region.id)}`)) || made.content.firstElementChild;
  if (!next) return;
  state.held = hold(region, next) ? html : "";
  keepScroll(region, () => morph(region, next));
  window.htmx?.process(region);
  region.dispatchEvent(new CustomEvent("live:changed", { bubbles: true }));
}

release((region) => {
  const state = stateOf(region);
  if (state.held && region.isConnected) show(region, state, state.held);
});
