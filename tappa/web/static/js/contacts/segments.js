// Segments in the sidebar: their counts, which one is shown, their order by hand and by Alt with an arrow, and the emoji in
// their dialog.
import { offerEmoji } from "../emoji-picker.js";
import { post } from "../post.js";
import { sortable } from "../sortable.js";
import { unanswered } from "../toasts.js";

const AT_ONCE = 2; // counts that are asked for at a time: what the person does comes through between them
const section = () => document.getElementById("segments");
const list = () => section()?.querySelector("[data-segments]");

// The counts come after the page: one that takes long keeps nothing waiting.
async function count(waiting) {
  for (let region = waiting.shift(); region; region = waiting.shift()) {
    const answer = await fetch(region.dataset.src, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.ok && region.isConnected && !region.textContent) region.outerHTML = await answer.text();
  }
}

function countAll() {
  const waiting = [...(section()?.querySelectorAll(".side-row__count > [data-src]:empty") ?? [])];
  for (let each = 0; each < AT_ONCE; each += 1) count(waiting);
}

// What the address shows: the row of its segment, a list of everybody's, or that of all contacts. The "+" saves what is filtered by now.
function mark() {
  if (!document.getElementById("contacts")) return; // the deleted are another page
  const query = new URLSearchParams(location.search);
  const shown = query.get("segment");
  for (const row of list()?.children ?? []) turn(row.firstElementChild, row.dataset.segment === shown);
  for (const link of document.querySelectorAll("#side-lists a")) turn(link, !shown && new URL(link.href).searchParams.get("filter") === query.get("filter"));
  turn(document.getElementById("side-all"), !shown && !query.has("filter") && !query.has("stage"));
  const add = section()?.querySelector("[data-add-segment]");
  if (add) add.href = document.querySelector("[data-save-as]")?.href ?? add.dataset.addSegment;
}

function turn(link, on) {
  if (on) link?.setAttribute("aria-current", "page");
  else link?.removeAttribute("aria-current");
}

let saving = 0;

// As long as an order is on its way, the one before is not shown again (live-regions.js); then it is asked for anew.
async function keepOrder() {
  const order = [...list().children].map((row) => row.dataset.segment).join();
  saving += 1;
  section().ariaBusy = "true";
  const answer = await post(list().dataset.order, { order }).catch(() => null);
  saving -= 1;
  if (!saving) section()?.removeAttribute("aria-busy"); // it may have gone with one's rights
  if (!answer) unanswered();
  document.dispatchEvent(new CustomEvent("live:told", { detail: { names: "segments" } }));
}

function begin() {
  if (!list()) return;
  sortable(list(), {
    draggable: "li",
    fallbackClass: "segment--dragged",
    ghostClass: "segment--ghost",
    onStart: () => section().setAttribute("data-live-keep", ""),
    onEnd({ oldIndex, newIndex }) {
      section().removeAttribute("data-live-keep");
      if (oldIndex !== newIndex) keepOrder();
    },
  });
}

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-segments] > li");
  const by = event.altKey && { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" }[event.key];
  if (!row || !by) return;
  event.preventDefault();
  const other = row[by];
  if (!other) return;
  if (by === "nextElementSibling") other.after(row);
  else other.before(row);
  event.target.focus({ preventScroll: true });
  const rows = [...list().children];
  const values = { name: row.querySelector(".truncate").textContent, place: rows.indexOf(row) + 1, count: rows.length };
  document.getElementById("segments-moves").textContent = list().dataset.moved.replace(/%\((\w+)\)s/g, (_whole, name) => values[name]);
  keepOrder();
});

const fieldOf = (button) => button.closest("form").elements.emoji;
offerEmoji(".dialog .emoji-button", fieldOf, (button) => (button.querySelector("[data-emoji]").textContent = fieldOf(button).value));

document.addEventListener("contacts:shown", mark);
document.addEventListener("live:changed", () => {
  begin();
  mark();
  countAll();
});
begin();
mark();
countAll();
