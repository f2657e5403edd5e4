// The messages: fetched anew whenever something was said, and put in without touching what stands there already.
import { ask, parse } from "./chat-ask.js";

const flow = () => document.getElementById("flow");
const lines = () => document.getElementById("lines");
const title = document.title;

let fetching = null;
let again = false;
let read = 0;
let unseen = 0;

export const known = () => "known" in flow().dataset;

export async function refresh() {
  if ("past" in document.body.dataset) return;
  if (fetching) {
    again = true;
    return;
  }
  fetching = ask("/thread").catch(() => null);
  const answer = await fetching;
  fetching = null;
  if (answer?.ok) show(await answer.text());
  if (again) {
    again = false;
    refresh();
  }
}

export function show(html) {
  const fresh = parse(html).getElementById("flow");
  if (!fresh) return;
  const was = known();
  const before = newest();
  merge(fresh);
  Object.assign(flow().dataset, fresh.dataset);
  const answers = [...lines().querySelectorAll("[data-dir=in][data-id]")].filter((row) => Number(row.dataset.id) > before);
  document.dispatchEvent(new CustomEvent("chat:shown", { detail: { answers: answers.length } }));
  if (known() && !was) document.dispatchEvent(new CustomEvent("chat:known"));
  count(answers.length);
  tellRead();
}

// Rows are told apart by key: those that are the same stay the very same elements, older ones that were loaded stay above.
function merge(fresh) {
  const list = lines();
  const rows = [...fresh.querySelector("#lines").children];
  const first = rows.find((row) => row.dataset.id)?.dataset.id;
  const gap = first && newest() && Number(first) > newest() && fresh.querySelector("#earlier");
  if (gap) {
    replaceAll(fresh);
    return;
  }
  const old = new Map([...list.children].map((row) => [row.dataset.key, row]));
  const kept = first ? [...list.children].filter((row) => isBefore(row, Number(first))) : [];
  const keptKeys = new Set(kept.map((row) => row.dataset.key));
  const now = rows.filter((row) => !keptKeys.has(row.dataset.key)).map((row) => {
    const there = old.get(row.dataset.key);
    // The question who one is stays as it is: somebody may be typing into it.
    return there && (row.dataset.key === "ask" || there.isEqualNode(row)) ? there : row;
  });
  place(list, [...kept, ...now]);
}

// Of the rows without an id of their own, the greeting and the days, each belongs to what stands below it.
function isBefore(row, first) {
  let next = row;
  while (next && !next.dataset.id) next = next.nextElementSibling;
  return next ? Number(next.dataset.id) < first : false;
}

function place(list, rows) {
  const wanted = new Set(rows);
  for (const row of [...list.children]) if (!wanted.has(row)) row.remove();
  rows.forEach((row, at) => {
    if (list.children[at] !== row) list.insertBefore(row, list.children[at] ?? null);
  });
}

function replaceAll(fresh) {
  document.getElementById("earlier")?.remove();
  lines().replaceWith(fresh.querySelector("#lines"));
  lines().before(fresh.querySelector("#earlier"));
}

const newest = () => Number([...lines().children].findLast((row) => row.dataset.id)?.dataset.id ?? 0);

function tellRead() {
  const last = Number(flow().dataset.last ?? 0);
  if (document.hidden || last <= read || "past" in document.body.dataset) return;
  read = last;
  ask("/seen", { up_to: last }).catch(() => {
    read = 0;
  });
}

// How many answers came while the page was out of sight stands in its title.
function count(answers) {
  if (document.hidden) unseen += answers;
  document.title = unseen ? `(${unseen}) ${title}` : title;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unseen = 0;
  document.title = title;
  if (known()) refresh();
  tellRead();
});

// Earlier messages go in above. What one reads stays where it is: the list hangs on its foot (column-reverse).
document.addEventListener("click", async (event) => {
  const link = event.target.closest("#earlier");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  link.ariaBusy = "true";
  const answer = await fetch(link.dataset.src, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  link.ariaBusy = null;
  if (!answer?.ok) return;
  const earlier = parse(await answer.text());
  const top = lines().firstElementChild;
  const rows = [...earlier.getElementById("lines").children];
  if (rows.some((row) => row.dataset.key === top?.dataset.key)) top.remove();
  lines().prepend(...rows);
  const next = earlier.getElementById("earlier");
  if (next) link.replaceWith(next);
  else link.remove();
});

tellRead();
