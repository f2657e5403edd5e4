// Two saved at once: where both changed the same, a choice puts theirs or mine into the row.
import { base, changed, field, form, list, put, rows } from "./draft.js";

const kept = new Map(); // what stood there before "theirs" was chosen

function take(place) {
  const [, name, key] = /^(\w+?)(?:-(.+))?$/.exec(place);
  const saved = base();
  if (name === "default" || name === "won") return swap(place, form().elements[name], saved[name]);
  if (name === "order") return reorder(place, key, saved);
  const row = rows().find((each) => each.dataset.key === key);
  const theirs = saved.rows.find((each) => each.key === key);
  if (!row || !theirs) return;
  if (name === "kind") return row.dataset.kind === theirs.kind || row.querySelector('[data-act="kind"]').click();
  swap(place, field(row, name), theirs[name]);
}

function swap(place, input, value) {
  kept.set(place, () => (input.value = kept.mine.get(place)));
  (kept.mine ??= new Map()).set(place, input.value);
  input.value = value;
}

function reorder(place, kind, saved) {
  const before = [...list(kind).children];
  kept.set(place, () => before.forEach((row) => put(row, null, list(kind))));
  const order = saved.rows.map((row) => row.key);
  const known = before.filter((row) => order.includes(row.dataset.key));
  const sorted = known.toSorted((one, other) => order.indexOf(one.dataset.key) - order.indexOf(other.dataset.key));
  const following = sorted.values();
  before.map((row) => (known.includes(row) ? following.next().value : row)).forEach((row) => put(row, null, list(kind)));
}

document.addEventListener("change", ({ target }) => {
  if (!target.matches(".clash input[type=radio]")) return;
  const place = target.name.slice("pick-".length);
  if (target.value === "theirs") take(place);
  else kept.get(place)?.();
  changed();
});
