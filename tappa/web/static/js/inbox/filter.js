// The filter bar and the search: another list is put in place of this one, and the address says which. The thread that
// stands beside it stays, and menus in which several can be chosen stay open.
import { morph } from "../morph.js";
import { contact, remember, thread } from "./select.js";

const REST = 250;
const pane = () => document.getElementById("list-pane");
let asking = new AbortController();
let timer = 0;

async function show(source, address, { replace = false } = {}) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const wanted = new URL(source, location.href);
  wanted.searchParams.set("selected", contact());
  const answer = await fetch(wanted, { headers: { "HX-Request": "true", "HX-Current-URL": location.href }, signal }).catch((error) => error);
  if (answer.name === "AbortError") return;
  const html = answer.ok && (await answer.text().catch(() => ""));
  if (signal.aborted) return;
  if (!html) return location.assign(address);
  const made = document.createElement("template");
  made.innerHTML = html;
  morph(pane(), made.content.getElementById("list-pane"));
  window.htmx?.process(pane());
  document.getElementById("list").scrollTop = 0;
  const there = new URL(address, location.href);
  const conversation = thread().dataset.conversation;
  if (conversation && document.querySelector(".app").dataset.pane === "thread") there.pathname += `/${conversation}`;
  history[replace ? "replaceState" : "pushState"]({}, "", there);
  remember();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("#list-pane a[data-filter]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (link.role !== "menuitemcheckbox") link.closest("details[data-menu]")?.removeAttribute("open");
  show(link.dataset.filter, link.href);
});

function search(form) {
  const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  const query = fields.size ? `?${fields}` : "";
  show(form.dataset.filter + query, form.action + query, { replace: true });
}

document.addEventListener("input", ({ target }) => {
  const form = target.closest("form.list-search");
  if (!form) return;
  clearTimeout(timer);
  timer = setTimeout(() => search(form), REST);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form.list-search")) return;
  event.preventDefault();
  clearTimeout(timer);
  search(event.target);
});

// A search that is empty closes when one turns to something else; a full one stays, for it narrows the list.
document.addEventListener("pointerdown", ({ target }) => {
  const box = document.getElementById("list-search");
  if (box?.open && !box.contains(target) && !box.querySelector("input[type=search]").value) box.open = false;
});

// How many are open stands in the head of the list as well as in the sidebar, and so does what the inbox is called.
document.addEventListener("live:changed", ({ target }) => {
  const row = target.id.startsWith("sidebar-") && target.querySelector(".side-row[aria-current]");
  if (!row) return;
  const count = document.getElementById("list-count");
  if (count && "plain" in count.dataset && row.dataset.count) count.textContent = row.dataset.count;
  pane().querySelector(".bar__title").textContent = row.dataset.title;
});
