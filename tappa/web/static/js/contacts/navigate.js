// Contacts as one page: links between its addresses load only what differs, the table, the drawer, or both. The address
// always says what is shown, so that back, forward and reload find it again. Without this script the links are links.
import { ask } from "../ask.js";
import { element } from "../element.js";
import { morph } from "../morph.js";

const page = document.getElementById("contacts");
const base = page.dataset.base;
const slot = document.getElementById("drawer-slot");
const table = () => document.getElementById("contacts-table");
const drawer = () => document.getElementById("drawer");
let loading = new AbortController();

// What an address shows: the query of its table, and the address of what stands in the drawer.
function parts(url) {
  const query = new URLSearchParams(url.search);
  query.delete("tab");
  query.delete("show");
  const rest = url.pathname.slice(base.length);
  const inside = /^\/\d+$/.test(rest) ? `${url.pathname}/drawer` : rest;
  return { list: query.toString(), drawer: !rest ? "" : inside === rest ? url.pathname + url.search : inside + url.search };
}

let shown = parts(new URL(location.href));

export const isOurs = (url) =>
  url.origin === location.origin && (url.pathname === base || (url.pathname.startsWith(`${base}/`) && /^\/(\d+(\/edit)?|new)$/.test(url.pathname.slice(base.length))));

async function fetchPart(address, signal) {
  const answer = await ask(address, signal);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

// `fresh`: after an act of one's own the table is fetched in any case, and not held still under the pointer.
export async function go(address, { push = true, replace = false, fresh = false } = {}) {
  const url = new URL(address, location.href);
  const to = parts(url);
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  if (shown.drawer && !to.drawer) hideDrawer(); // at once: nothing of what is closed, or gone, is asked for any more
  table().ariaBusy = shown.list !== to.list || fresh ? "true" : null; // also where what was on its way is not wanted any more
  try {
    const [rows, inside] = await Promise.all([
      shown.list === to.list && !fresh ? null : fetchPart(`${base}/table?${to.list}`, signal),
      shown.drawer === to.drawer ? null : fetchPart(to.drawer, signal),
    ]);
    if (rows) showTable(rows, { anew: shown.list !== to.list });
    if (inside) showDrawer(inside);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
    return;
  }
  shown = to;
  if (replace) history.replaceState(null, "", url);
  else if (push) history.pushState(null, "", url);
  mark();
}

// What has the focus keeps it: one goes on typing in the search, or with the next chip. Another list begins at its top.
function showTable(html, { anew }) {
  morph(table(), element(html));
  table().removeAttribute("aria-busy");
  window.htmx?.process(table());
  if (anew) document.getElementById("contacts-scroll")?.scrollTo(0, 0);
  count();
}

// What takes long to count comes after the rows.
async function count() {
  const place = document.querySelector("[data-counts]");
  if (!place) return;
  const html = await fetchPart(place.dataset.counts).catch(() => "");
  if (!html || !place.isConnected) return;
  place.replaceWith(element(html));
  document.dispatchEvent(new Event("contacts:shown"));
}

function hideDrawer() {
  const from = drawer()?.dataset.contact;
  drawer()?.remove();
  shown = { ...shown, drawer: "" };
  document.querySelector(`#contact-row-${from} a`)?.focus({ preventScroll: true });
}

function showDrawer(html) {
  const before = drawer();
  const next = element(html);
  const isSame = before?.dataset.contact && before.dataset.contact === next.dataset.contact;
  const focused = isSame && before.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  if (before) before.replaceWith(next);
  else slot.append(next);
  window.htmx?.process(next);
  const first = next.querySelector("[aria-invalid=true]") ?? next.querySelector("[autofocus]");
  if (first) first.focus();
  else if (focused) next.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
}

// The row of the contact in the drawer; links of the table keep the tab that is open.
function mark() {
  const open = drawer()?.dataset.contact;
  for (const row of document.querySelectorAll("#contacts-rows > tr")) {
    if (row.dataset.contact === open) row.ariaSelected = "true";
    else row.removeAttribute("aria-selected");
  }
  document.dispatchEvent(new Event("contacts:shown"));
}

document.addEventListener("click", (event) => {
  if (event.target.closest(".cell-tick")) return; // its box is ticked, and nothing opened
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const row = event.target.closest("#contacts-rows > tr");
  const link = event.target.closest("a[href]") ?? (row && !getSelection().toString() ? row.querySelector("a[href]") : null);
  if (!link || link.hasAttribute("data-dialog") || link.closest("dialog")) return;
  const url = new URL(link.href);
  if (!isOurs(url)) return;
  if (location.hash === "#sidebar" && !url.hash) return; // the sidebar lies over the table, and closes with a page of its own
  event.preventDefault();
  if (url.hash) return location.replace(url.hash); // what the page opens by its address is no step back
  event.target.closest("details[data-menu]")?.removeAttribute("open");
  go(withTab(url, row));
});

// From row to row the same tab stays open.
function withTab(url, row) {
  const tab = new URLSearchParams(location.search).get("tab");
  if (row && tab && drawer()?.dataset.contact) url.searchParams.set("tab", tab);
  return url;
}

export async function walk(by) {
  const rows = [...document.querySelectorAll("#contacts-rows > tr")];
  const at = rows.findIndex((row) => row.ariaSelected === "true");
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by] ?? (await beyond(by));
  if (!next) return;
  next.scrollIntoView({ block: "nearest" });
  go(withTab(new URL(next.querySelector("a").getAttribute("href"), location.href), next), { replace: Boolean(drawer()?.dataset.contact) });
}

// The row that follows the last of this page, or comes before its first: of the page beside it.
async function beyond(by) {
  const link = table().querySelector(`a[rel=${by > 0 ? "next" : "prev"}]`);
  const html = link && (await fetchPart(`${base}/table${new URL(link.href).search}`).catch(() => null));
  const rows = html ? element(html).querySelectorAll("#contacts-rows > tr") : [];
  return rows[by > 0 ? 0 : rows.length - 1];
}

export function closeDrawer() {
  const to = drawer()?.dataset.close;
  if (to) go(to);
}

addEventListener("popstate", () => go(location.href, { push: false }));
document.addEventListener("live:changed", () => {
  mark();
  count();
});
// Who may no longer see this contact, or it is gone: the drawer closes.
document.addEventListener("live:gone", (event) => {
  if (event.target !== drawer()) return;
  event.preventDefault();
  closeDrawer();
});
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-older]");
  if (!button) return;
  button.disabled = true;
  const html = await fetchPart(button.dataset.older).catch(() => "");
  if (html) {
    const next = element(html);
    button.closest(".activity-list").after(next);
    window.htmx?.process(next);
    button.parentElement.remove();
  } else button.disabled = false;
});
mark();
count();

document.addEventListener("filter:to", ({ detail }) => go(detail));
