// What differs between the draft and what is saved: for each row the words of its marks.
import { base, field, holds, isLost, isNew, rows } from "./draft.js";

export function differences() {
  const saved = base();
  const before = new Map(saved.rows.map((row) => [row.key, row]));
  const moved = movedRows(saved);
  return new Map(rows().map((row) => [row, marksOf(row, before.get(row.dataset.key), saved, moved)]));
}

function marksOf(row, before, saved, moved) {
  const found = [];
  if (isNew(row) || !before) found.push("New");
  else {
    if (text(row, "name") !== before.name) found.push("Renamed");
    if (text(row, "description") !== before.description) found.push("Described");
    if (text(row, "emoji") !== before.emoji) found.push("Emoji");
    if (row.dataset.kind !== before.kind) found.push(isLost(row) ? "ToLost" : "ToLifecycle");
    if (moved.has(row)) found.push(moved.get(row));
  }
  found.push(...holding(row, saved, "default", "NewDefault", "NoDefault"));
  found.push(...holding(row, saved, "won", "NewWon", "NoWon"));
  return found;
}

const text = (row, name) => field(row, name).value.trim();

// A new holder tells of the change; the former one only where there is no new one.
function holding(row, saved, name, gained, lost) {
  const was = saved[name] === row.dataset.key;
  if (holds(name, row)) return was ? [] : [gained];
  return was && !row.closest("form").elements[name].value ? [lost] : [];
}

// The rows that left their order: all but the longest run that is still in it, rather those that a person moved.
function movedRows(saved) {
  const moved = new Map();
  for (const kind of ["lifecycle", "lost"]) {
    const known = saved.rows.filter((row) => row.kind === kind).map((row) => row.key);
    const own = rows().filter((row) => row.dataset.kind === kind && known.includes(row.dataset.key));
    const here = new Set(own.map((row) => row.dataset.key));
    const places = new Map(known.filter((key) => here.has(key)).map((key, at) => [key, at]));
    const still = new Set(longestRun(own, (row) => places.get(row.dataset.key)));
    own.forEach((row, at) => {
      if (!still.has(row)) moved.set(row, at < places.get(row.dataset.key) ? "Up" : "Down");
    });
  }
  return moved;
}

function longestRun(own, placeOf) {
  const best = []; // for each row: the worth of the best run that ends there, and the row before it
  own.forEach((row, at) => {
    const worth = "touched" in row.dataset ? 1 : 1.01;
    best[at] = { worth, previous: -1 };
    for (let other = 0; other < at; other++) {
      if (placeOf(own[other]) >= placeOf(row) || best[other].worth + worth <= best[at].worth) continue;
      best[at] = { worth: best[other].worth + worth, previous: other };
    }
  });
  const run = [];
  let at = best.reduce((top, each, index) => (top < 0 || each.worth > best[top].worth ? index : top), -1);
  for (; at >= 0; at = best[at].previous) run.unshift(own[at]);
  return run;
}
