// Chosen contacts: ticked one by one, a page's, or all that the filter and the search find. Kept while the table is walked
// through, page by page; another filter or search begins anew. The bar at the foot shows how many, and what can be done.
import { post } from "../post.js";
import { unanswered } from "../toasts.js";
import { closeDrawer } from "./navigate.js";

const bar = document.getElementById("bulkbar");
const chosen = new Set();
let whole = false;
let isFull = false; // somebody was to be ticked beyond the limit
let last = null; // the box that was ticked last, for a stretch with Shift
let of = scope();

const boxes = () => [...document.querySelectorAll("#contacts-rows [data-tick]")];
const head = () => document.querySelector("[data-tick-all]");

// What the table shows, whichever way it is sorted and wherever its page begins: its segment, its filter and its search.
function scope() {
  const { segment = "", filter = "", search = "" } = document.querySelector("#contacts-table .table__foot")?.dataset ?? {};
  return new URLSearchParams({ segment, filter, search }).toString();
}

// How many match, where the table knows it exactly; 0 where it does not.
function total() {
  return Number(document.querySelector("#contacts-table [data-total]")?.dataset.total ?? 0);
}

function show() {
  const rows = boxes();
  for (const box of rows) {
    box.checked = whole || chosen.has(box.value);
    box.closest("tr").toggleAttribute("data-ticked", box.checked);
  }
  const all = rows.length > 0 && rows.every((box) => box.checked);
  if (head()) {
    head().checked = all;
    head().indeterminate = !all && rows.some((box) => box.checked);
  }
  if (!bar) return;
  bar.hidden = !whole && chosen.size === 0;
  bar.querySelector("[data-bulk-limit]").hidden = !isFull;
  number(bar);
  const button = bar.querySelector("[data-bulk-whole]");
  button.hidden = whole || !(all || isFull) || total() === rows.length;
  if (total()) button.textContent = button.dataset.words.replace("{n}", format(total()));
}

const format = (count) => new Intl.NumberFormat(document.documentElement.lang).format(count);

function number(place) {
  const count = whole ? total() : chosen.size;
  for (const each of place.querySelectorAll("[data-bulk-number]")) {
    const { all, one, many } = each.dataset;
    each.textContent = whole && !count ? all : (count === 1 ? one : many).replace("{n}", format(count));
  }
}

function clearSelection() {
  if (!whole && chosen.size === 0) return false;
  chosen.clear();
  whole = isFull = false;
  last = null;
  show();
  return true;
}

function tick(box, on) {
  if (whole) for (const other of boxes()) chosen.add(other.value); // from now on one by one: this page without that one
  whole = false;
  const hasRoom = chosen.size < Number(bar.dataset.limit); // more are chosen by their filter
  if (on && hasRoom) chosen.add(box.value);
  else if (on) isFull ||= !chosen.has(box.value);
  else {
    chosen.delete(box.value);
    isFull = false;
  }
}

function ticked(box, stretch) {
  const rows = boxes();
  const [from, to] = [rows.indexOf(last), rows.indexOf(box)];
  const some = stretch && from >= 0 ? rows.slice(Math.min(from, to), Math.max(from, to) + 1) : [box];
  for (const one of some) tick(one, box.checked);
  last = box;
  show();
}

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-tick]");
  if (box) return ticked(box, event.shiftKey);
  if (event.target.closest("[data-tick-all]")) {
    const on = event.target.checked;
    for (const one of boxes()) tick(one, on);
    return show();
  }
  if (event.target.closest("[data-bulk-clear]")) return clearSelection();
  if (event.target.closest("[data-bulk-whole]")) {
    whole = true;
    isFull = false;
    show();
  }
});

// Escape lets go of the selection before it closes anything else.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], details[data-menu][open], .picker")) return;
  if (event.target.closest?.("input:not([type=checkbox]), textarea, select")) return;
  if (clearSelection()) event.preventDefault();
}, { capture: true });

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-bulk]");
  if (!form) return;
  event.preventDefault();
  const fields = new FormData(form, event.submitter);
  if (whole) {
    fields.set("whole", "1");
    for (const [name, value] of new URLSearchParams(scope())) fields.append(name, value);
  } else fields.set("ids", [...chosen].join(","));
  event.submitter?.setAttribute("aria-disabled", "true");
  const answer = await post(form.action, fields).catch(() => null);
  event.submitter?.removeAttribute("aria-disabled");
  if (!answer) return unanswered();
  if (!answer.ok) return;
  form.closest("dialog")?.close();
  clearSelection();
  if (fields.get("kind") === "delete") closeDrawer();
});

// Another page of the table, or the same one anew.
function turned() {
  if (scope() !== of) {
    of = scope();
    chosen.clear();
    whole = isFull = false;
  }
  show();
}

// A dialog that was just opened says how many it is about.
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) for (const node of addedNodes) if (node.matches?.("dialog.dialog--bulk")) number(node);
}).observe(document.body, { childList: true });
document.addEventListener("contacts:shown", turned);
document.addEventListener("live:changed", turned);
show();
