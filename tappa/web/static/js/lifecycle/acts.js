// What the buttons of the rows do to the draft: default, won, kind, order, add, remove. The server does the same where no
// script runs (web/settings/stages/acts.py).
import { changed, field, form, hold, holds, isLost, list, place, put, rowOf, rows } from "./draft.js";

const ACTS = {
  default: (row) => hold("default", holds("default", row) ? null : row),
  won: (row) => hold("won", holds("won", row) ? null : row),
  up: (row) => step(row, -1),
  down: (row) => step(row, 1),
  kind: convert,
  drop,
};

export function step(row, by) {
  const all = [...row.parentElement.children];
  const target = all[place(row) + by];
  if (!target) return;
  row.dataset.touched = "";
  put(row, by < 0 ? target : target.nextSibling);
}

function convert(row) {
  const toLost = !isLost(row);
  const target = list(toLost ? "lost" : "lifecycle");
  row.dataset.kind = toLost ? "lost" : "lifecycle";
  field(row, "kind").value = row.dataset.kind;
  row.dataset.ownHue ??= row.dataset.hue;
  row.dataset.hue = toLost ? "0" : row.dataset.ownHue === "0" ? freeHue() : row.dataset.ownHue;
  put(row, null, target);
  // The default passes on to the first that remains, the won stage to none.
  if (toLost && holds("default", row)) hold("default", list("lifecycle").firstElementChild);
  if (toLost && holds("won", row)) hold("won", null);
}

function freeHue() {
  const used = rows().map((row) => row.dataset.hue);
  const hues = [...Array(10).keys()].map((hue) => String(hue + 1));
  const times = (hue) => used.filter((each) => each === hue).length;
  return hues.reduce((best, hue) => (times(hue) < times(best) ? hue : best));
}

function drop(row) {
  for (const name of ["default", "won"]) if (holds(name, row)) hold(name, null);
  const next = row.nextElementSibling ?? row.previousElementSibling;
  const after = next?.querySelector("input[type=text]:not(.without-script)") ?? form().querySelector("[data-add]");
  row.remove();
  after?.focus();
}

function add(kind, texts = {}) {
  const made = form().querySelector(`[data-blank="${kind}"]`);
  const numbers = rows().map((row) => Number(/^new-(\d+)$/.exec(row.dataset.key)?.[1] ?? 0));
  const key = `new-${Math.max(0, ...numbers) + 1}`;
  const holder = document.createElement("template");
  holder.innerHTML = made.innerHTML.replaceAll("new-0", key);
  const row = holder.content.firstElementChild;
  if (kind === "lifecycle") row.dataset.hue = freeHue();
  list(kind).append(row);
  for (const [name, text] of Object.entries(texts)) field(row, name).value = text;
  changed();
  row.scrollIntoView({ block: "nearest" });
  return row;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("#stages :is([data-act], [data-add], [data-suggest])");
  if (!button) return;
  event.preventDefault();
  if (button.dataset.add) field(add(button.dataset.add), "name").focus();
  else if (button.dataset.suggest) {
    const { suggest: name, description, emoji } = button.dataset;
    add("lost", { name, description, emoji });
  } else {
    const menu = button.closest("details");
    ACTS[button.dataset.act](rowOf(button));
    if (menu?.isConnected) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    changed();
  }
});

// In a field Enter ends the editing and Escape takes it back; Alt with an arrow moves the row from anywhere in it.
document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("#stages .stage-row");
  if (!row || event.isComposing) return;
  const step = event.altKey && { ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (step) {
    event.preventDefault();
    ACTS[step](row);
    changed();
  } else if (event.key === "Enter" && event.target.matches("input[type=text]")) {
    event.preventDefault();
    event.target.blur();
  } else if (event.key === "Escape" && event.target.matches(".inline-edit")) {
    event.target.value = event.target.dataset.before ?? event.target.value;
    event.target.blur();
    changed();
  }
});

document.addEventListener("focusin", ({ target }) => {
  if (target.matches("#stages .inline-edit")) target.dataset.before = target.value;
});
