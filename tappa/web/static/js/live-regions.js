// Regions: fetched anew when they are concerned, each at most once in PAUSE (or in its own data-live-pause), the first time
// at once and the last time surely. Never all pages at the same instant; nothing while the tab is hidden.
import { drop, hold, release } from "./live-hold.js";
import { morph } from "./morph.js";
import { keepScroll } from "./scroll.js";
import { signedOut } from "./signed-out.js";

const PAUSE = 700;
const SPREAD = 120; // of one page's fetches, when others' acts are told
const REFRESH_SPREAD = 1_200; // when all pages come back at once
const JUST_LOADED = 3_000; // the first refresh of a new page is its own
const MOST_TRIES = 5;
const REMEMBER = 20_000; // how long a part of a page may be under way to it
const GONE = new Set([403, 404, 410]);

const states = new WeakMap(); // region → what is under way
const told = new Map(); // name → when it was told last
const regions = () => document.querySelectorAll("[data-live][data-src]");

export function touch(names, { own = false } = {}) {
  const now = performance.now();
  for (const [name, when] of told) if (now - when > REMEMBER) told.delete(name);
  for (const name of names) told.set(name, now);
  for (const region of regions()) if (concerns(region, (name) => names.includes(name))) want(region, own ? 0 : SPREAD, own);
}

export function refresh() {
  told.set("refresh", performance.now());
  const spread = performance.now() < JUST_LOADED ? SPREAD : REFRESH_SPREAD;
  for (const region of regions()) want(region, spread, false);
}

// The tab is looked at again: what it missed is fetched.
export function showing() {
  for (const region of regions()) if (stateOf(region).isDue) want(region, SPREAD, false);
}

const concerns = (region, isTold) => region.dataset.live.split(/\s+/).some(isTold);

function stateOf(region) {
  if (!states.has(region)) {
    states.set(region, { timer: 0, last: -PAUSE, fetching: null, isDue: false, tries: 0, held: "", src: region.dataset.src });
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
    if (concerns(region, (name) => told.has(name) || told.has("refresh"))) want(region, SPREAD, false);
  }
}

regions().forEach(stateOf);
new MutationObserver(meet).observe(document.body, {
  childList: true, subtree: true, attributes: true, attributeFilter: ["data-src"],
});

// `own`: the person acted and waits to see it; a fetch under way began before that and is given up.
function want(region, spread, own) {
  const state = stateOf(region);
  state.isDue = true;
  if (document.hidden && !own) return;
  if (own) {
    state.fetching?.abort();
    state.fetching = null;
    clearTimeout(state.timer);
    state.timer = 0;
  }
  if (state.timer || state.fetching) return;
  const pause = Number(region.dataset.livePause) || PAUSE;
  const wait = own ? 0 : Math.max(0, state.last + pause - performance.now()) + Math.random() * spread;
  state.timer = setTimeout(() => run(region, state, own), wait);
}

async function run(region, state, own) {
  state.timer = 0;
  if (!region.isConnected || !region.dataset.src || (document.hidden && !own)) return;
  state.isDue = false;
  state.last = performance.now();
  const controller = (state.fetching = new AbortController());
  const address = region.dataset.src;
  const answer = await ask(address, controller.signal);
  if (state.fetching !== controller) return; // a newer one is under way
  state.fetching = null;
  if (!region.isConnected) return;
  if (region.dataset.src !== address) state.isDue = true; // the region shows something else by now
  else take(region, state, answer);
  if (state.isDue) want(region, SPREAD, false);
}

async function ask(address, signal) {
  try {
    const answer = await fetch(address, {
      headers: { "HX-Request": "true", "HX-Current-URL": location.href, "Tappa-Live": "1" }, cache: "no-store", signal,
    });
    return { status: answer.status, to: answer.headers.get("HX-Redirect"), html: await answer.text() };
  } catch {
    return { status: 0 };
  }
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
  setTimeout(() => region.isConnected && want(region, SPREAD, false), PAUSE * 2 ** state.tries * (1 + Math.random()));
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
