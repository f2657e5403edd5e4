// Live pages: what the stream tells, told to the regions and to whoever listens on the page.
//   <section id="thread" data-live="contact-42" data-src="/…/thread">   is fetched anew when one of its names is told
//   <ul id="list" data-live-hold>                                       moves no row while the pointer is on it
//   <p data-live-mark="typing-42" hidden>                               shows for some seconds when its name is told
// Events on document: live:names (detail: the names), live:online, live:offline. <html data-live-state> tells the same.
// Heard from the page: live:told (detail: {names}), after an act of its own, or with {own: false} when it just wants to know;
// live:anew, when who listens has changed.
import { plan, refresh, touch } from "./live-regions.js";
import { openStream } from "./live-stream.js";
import { signedOut } from "./signed-out.js";

const BEAT = 30_000;
const BAR_AFTER = 2_000;
const MARK_TIME = 6_000;

const root = document.documentElement;
const { stream: address, worker } = document.body.dataset;
const marks = new WeakMap();
let bar = 0;
let line = null;
let last = document.body.dataset.since ?? ""; // until when this page knows everything, by the server's clock

function tell(names) {
  for (const element of document.querySelectorAll("[data-live-mark]")) mark(element, names);
  document.dispatchEvent(new CustomEvent("live:names", { detail: names }));
  if (names.includes("refresh")) refresh();
  else touch(names);
}

// Who has written types no longer.
function mark(element, names) {
  const own = element.dataset.liveMark.split(" ");
  for (const name of names) {
    if (own.includes(name)) {
      element.hidden = false;
      clearTimeout(marks.get(element));
      marks.set(element, setTimeout(() => (element.hidden = true), MARK_TIME));
    } else if (own.includes(name.replace(/^contact-/, "typing-"))) element.hidden = true;
  }
}

function turn(state) {
  const before = root.dataset.liveState;
  if (state === before) return;
  root.dataset.liveState = state;
  clearTimeout(bar);
  const show = (hidden) => document.querySelectorAll("[data-live-offline]").forEach((element) => (element.hidden = hidden));
  if (state === "online") show(true);
  else bar = setTimeout(() => show(false), BAR_AFTER);
  document.dispatchEvent(new Event(`live:${state}`));
}

function hear(told) {
  last = told.id ?? last;
  if (told.state) turn(told.state);
  if (told.names) tell(told.names);
  if (told.refused === 401) signedOut();
  // The member is one no longer: the page's own address knows what to show. Only where it has worked before: a page that
  // may be seen and not heard would otherwise load itself for ever.
  else if (told.refused && root.dataset.liveState !== "connecting") location.reload();
}

function connect() {
  if (!window.SharedWorker || !worker) return openStream(address, last, hear);
  const { port } = new SharedWorker(worker, { type: "module", name: "tappa-live" });
  const say = (message) => port.postMessage(message);
  port.addEventListener("message", ({ data }) => hear(data));
  port.start();
  const join = () => say({ join: address, since: last });
  join();
  setInterval(join, BEAT);
  document.addEventListener("resume", join);
  addEventListener("pagehide", () => say({ leave: true }));
  addEventListener("pageshow", ({ persisted }) => persisted && join());
  return {
    again() {
      join(); // after a long sleep the worker may have given this tab up
      say({ again: true });
    },
    anew: () => say({ anew: true }),
  };
}

document.addEventListener("live:told", ({ detail }) => touch(String(detail.names ?? "").split(" "), { own: true, ...detail }));
document.addEventListener("live:anew", () => line?.anew());
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  line?.again();
  plan();
});
addEventListener("online", () => line?.again());

if (address) {
  root.dataset.liveState = "connecting";
  bar = setTimeout(() => root.dataset.liveState === "connecting" && turn("offline"), BAR_AFTER * 2);
  line = connect();
}
