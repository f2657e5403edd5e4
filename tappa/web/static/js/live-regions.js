// Regions: fetched anew when they are concerned, each at most once in PAUSE (or in its own data-live-pause), the first time
// at once and the last time surely. Whatever is due goes in one request, and the page makes no two within APART: at most
// two a second, however much happens. Never all pages at the same instant; nothing while the tab is hidden.
import { drop, hold, release } from "./live-hold.js";
import { fetchParts, fitting } from "./live-parts.js";
import { morph } from "./morph.js";
import { keepScroll } from "./scroll.js";
import { signedOut } from "./signed-out.js";

const PAUSE = 700;
const APART = 500;
const SOON = PAUSE - APART; // what is due so soon goes along
const SPREAD = 120; // of one page's fetches, when others' acts are told
const REFRESH_SPREAD = 1_200; // when all pages come back at once
const JUST_LOADED = 3_000; // the first refresh of a new page is its own
const MOST_TRIES = 5;
const REMEMBER = 20_000; // how long a part of a page may be under way to it
const GONE = new Set([403, 404, 410]);

const states = new WeakMap(); // region → {at: when it is to be fetched, own, request: that which is under way, last, …}
const told = new Map(); // name → when it was told last
const regions = () => document.querySelectorAll("[data-live][data-src]");
let timer = 0;
let asked = -APART; // when the page asked last

export function touch(names, { own = false } = {}) {
  const now = performance.now();
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
    states.set(region, { at: Infinity, own: false, request: null, last: -Infinity, tries: 0, held: "", src });
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
    Object.assign(stateOf(region), { src: region.dataset.src, held: "" });
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

// The regions that may be fetched now or later, but for those that are under way; whoever waits longest first.
function waiting() {
  const may = (state) => state.at < Infinity && !state.request && (state.own || !document.hidden);
  return [...regions()].filter((region) => region.dataset.src && may(stateOf(region))).sort((a, b) => stateOf(a).at - stateOf(b).at);
}

// Also when the tab is looked at again: what it missed is fetched.
export function plan() {
  clearTimeout(timer);
  const [first] = waiting();
  if (!first) return;
  const { at, own } = stateOf(first);
  timer = setTimeout(run, own ? 0 : Math.ceil(Math.max(at, asked + APART) - performance.now()));
}

function run() {
  const now = performance.now();
  const due = waiting().filter((region) => stateOf(region).at <= now + SOON);
  if (!due.length) return; // those that were have gone
  const some = due.slice(0, fitting(due.map((region) => region.dataset.src)));
  some.sort((a, b) => a.hasAttribute("data-live-last") - b.hasAttribute("data-live-last"));
  const addresses = some.map((region) => region.dataset.src);
  const request = {};
  for (const region of some) Object.assign(stateOf(region), { at: Infinity, own: false, request, last: now });
  asked = now;
  fetchParts(addresses, (place, answer) => taken(some[place], addresses[place], request, answer));
  plan();
}

function taken(region, address, request, answer) {
  const state = stateOf(region);
  if (state.request !== request) return; // a newer one is under way
  state.request = null;
  if (!region.isConnected) return;
  if (region.dataset.src !== address) want(region, SPREAD); // it shows something else by now
  else take(region, state, answer);
  plan();
}

function take(region, state, { status, to, html }) {
  if (status === 401) return signedOut();
  if (to) return location.assign(to);
  if (GONE.has(status)) return vanish(region);
  if (status === 200) {
    state.tries = 0;
    return show(region, state, html);
  }
  if (status === 204 || ++state.tries > MOST_TRIES) return (state.tries = 0);
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
