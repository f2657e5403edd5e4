// Choosing a conversation: the row shows it at once, htmx puts thread and pane in place, the list stays where it is.
const app = () => document.querySelector(".app");
const rows = () => [...document.querySelectorAll("#list .conv")];
export const thread = () => document.getElementById("thread");
export const contact = () => thread()?.dataset.contact ?? "";

// The row of the chosen conversation, and what the list is asked for when it is fetched again.
function mark(id) {
  for (const row of rows()) {
    if (row.dataset.contact === id) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
  ask("list", { selected: id });
}

// How many rows are shown is asked for too, so that those loaded while scrolling are not lost.
export function ask(id, more) {
  const region = document.getElementById(id);
  if (!region?.dataset.src) return;
  const address = new URL(region.dataset.src, location.href);
  for (const [name, value] of Object.entries(more)) value ? address.searchParams.set(name, value) : address.searchParams.delete(name);
  region.dataset.src = address.pathname + address.search;
}

document.addEventListener("click", (event) => {
  const row = event.target.closest(".conv");
  if (!row || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  isFromList = app().dataset.pane === "list";
  mark(row.dataset.contact);
  app().dataset.pane = "thread";
});

// Open in another tab, as links do.
document.addEventListener("htmx:confirm", (event) => {
  const source = event.detail.ctx?.sourceEvent;
  if (event.target.matches?.("a") && (source?.ctrlKey || source?.metaKey || source?.shiftKey)) event.preventDefault();
}, true);

document.addEventListener("htmx:after:swap", () => {
  const count = rows().length;
  if (count > 50) ask("list", { rows: count });
});

// New panes are in place: whoever cares about the thread begins anew.
let shown = null;
new MutationObserver(() => {
  if (thread() === shown) return;
  shown = thread();
  mark(contact());
  if (shown?.dataset.title) document.title = shown.dataset.title;
  document.dispatchEvent(new CustomEvent("inbox:thread", { detail: contact() }));
}).observe(document.querySelector(".panes"), { childList: true });
shown = thread();

// Back and forth: the same list with another conversation is put in place; all else is loaded anew.
const listOf = (address) => address.pathname.replace(/\/\d+$/, "") + address.search;
let here = new URL(location.href);
let isFromList = false;
let isOverThread = false; // the contact pane, by a step from the thread
export const remember = () => (here = new URL(location.href));
// htmx would fetch the whole page as well when one goes back, and put it in place of what one does by then.
document.addEventListener("htmx:before:history:restore", (event) => event.preventDefault());
document.addEventListener("htmx:after:history:push", remember);
addEventListener("popstate", async (event) => {
  const there = new URL(location.href);
  isOverThread &&= there.hash === "#contact-pane";
  const before = here;
  here = there;
  if (there.pathname + there.search === before.pathname + before.search) return event.stopImmediatePropagation();
  event.stopImmediatePropagation();
  if (listOf(there) !== listOf(before)) return location.reload();
  const chosen = /\/(\d+)$/.test(there.pathname);
  app().dataset.pane = chosen ? "thread" : "list";
  if (!chosen) return;
  await htmx.ajax("GET", `${there.pathname}/panes${there.search}`, { source: document.body, swap: "none" });
}, true);

// The way back on a phone leaves the list as it was. Where one came from it, it is the step back: the phone's own way back
// then does not lead into the thread again.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".thread__bar .bar__back");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (isFromList) return history.back();
  app().dataset.pane = "list";
  history.pushState({}, "", document.getElementById("list-pane").dataset.href);
  remember();
});

// What opens over the page by its address. The contact pane is a step: a phone's own way back closes it, and so does its
// arrow. The sidebar is none: it leads elsewhere.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link || !["#sidebar", "#main", "#contact-pane"].includes(link.hash)) return;
  event.preventDefault();
  link.closest("details[data-menu]")?.removeAttribute("open");
  if (link.hash === "#contact-pane") openPane();
  else if (isOverThread) history.back();
  else location.replace(link.hash);
  remember();
});

function openPane() {
  if (document.getElementById("contact-pane").checkVisibility()) return;
  isOverThread = true;
  location.hash = "contact-pane";
}

// The inbox may be gone, with its stage or by who shared it. What stands beside it stays, and should it come back, the
// list does too.
document.addEventListener("live:gone", (event) => {
  if (event.target.id !== "list") return;
  event.preventDefault();
  event.target.replaceChildren(document.getElementById("list-gone").content.cloneNode(true));
  event.target.parentElement.setAttribute("data-gone", "");
});
document.addEventListener("live:changed", ({ target }) => target.id === "list" && target.parentElement.removeAttribute("data-gone"));

// The contact may no longer be seen: on to the list.
document.addEventListener("live:gone", (event) => {
  if (event.target.id !== "thread") return;
  event.preventDefault();
  location.assign(event.target.dataset.back);
});
