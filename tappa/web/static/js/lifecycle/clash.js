// Two saved at once: where both changed the same, a choice puts theirs or mine into the row.
import { base, changed, field, form, list, put, rows } from "./draft.js";

// What takes mine back after "theirs" was chosen, by place; a form that came anew begins anew.
const kept = () => (form().kept ??= new Map());

function take(place) {
  const [, name, key] = /^(\w+?)(?:-(.+))?$/.exec(place);
  const saved = base();
  if (name === "default" || name === "won") return swap(place, form().elements[name], saved[name]);
  if (name === "order") return reorder(place, key, saved);
  const row = rows().find((each) => each.dataset.key === key);
  const theirs = saved.rows.find((each) => each.key === key);
  if (!row || !theirs) return;
  if (name === "kind") convert(place, row);
  else swap(place, field(row, name), theirs[name]);
}

function swap(place, input, value) {
  const mine = input.value;
  kept().set(place, () => (input.value = mine));
  input.value = value;
}

function convert(place, row) {
  const turn = () => row.querySelector('[data-act="kind"]').click();
  kept().set(place, turn);
  turn();
}

function reorder(place, kind, saved) {
  const before = [...list(kind).children];
  kept().set(place, () => before.forEach((row) => put(row, null, list(kind))));
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
  else kept().get(place)?.();
  changed();
});
