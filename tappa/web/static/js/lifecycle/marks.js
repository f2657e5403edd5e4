// What the page shows of the draft: marks at the rows, what their menus offer, the meter, and the bar with Save.
import { differences } from "./compare.js";
import { base, field, form, holds, isLost, isNew, list, nameOf, place, rows, say, words } from "./draft.js";

const plurals = new Intl.PluralRules(document.documentElement.lang);
const bar = document.getElementById("draftbar");
const meter = document.querySelector("[data-meter]");

const PATIENCE = 5_000;

let count = 0;
let settling = 0;
export const changes = () => count;

// The draft is given up, saved or discarded: until the form comes anew nothing of it counts as changed.
export function settle() {
  clearTimeout(settling);
  settling = setTimeout(settled, PATIENCE); // where it does not come, the page says again what it knows
  update();
}

export function settled() {
  clearTimeout(settling);
  settling = 0;
  update();
}

export function update() {
  if (!form()) return;
  const found = differences();
  count = settling ? 0 : [...found.values()].reduce((sum, marks) => sum + marks.length, 0);
  const names = new Map(base().rows.map((row) => [row.key, row.name]));
  for (const [row, marks] of found) {
    mark(row, marks, names.get(row.dataset.key));
    offer(row);
  }
  // A live refresh leaves alone what somebody changes.
  form().toggleAttribute("data-live-keep", count > 0);
  totals();
  tell();
}

function mark(row, marks, before) {
  const known = words();
  if (marks.includes("New")) row.dataset.state = "new";
  else if (marks.length) row.dataset.state = "changed";
  else delete row.dataset.state;
  fill(row.querySelector("[data-marks]"), marks.map((each) => badge(known[each])));
  const was = row.querySelector("[data-was]");
  was.hidden = !marks.includes("Renamed");
  const text = was.hidden ? "" : say(known.was, { name: before });
  if (was.textContent !== text) was.textContent = text;
}

function badge(text) {
  const made = document.createElement("span");
  made.className = "badge badge--accent";
  made.textContent = text;
  return made;
}

function fill(holder, nodes) {
  const same = holder.children.length === nodes.length && nodes.every((node, at) => node.isEqualNode(holder.children[at]));
  if (!same) holder.replaceChildren(...nodes);
}

function offer(row) {
  const known = words();
  const lost = isLost(row);
  const last = row.parentElement.children.length - 1;
  const only = !lost && last === 0;
  for (const name of ["default", "won"]) {
    const button = row.querySelector(`.menu [data-act="${name}"]`);
    const held = holds(name, row);
    const verb = held ? "unset" : "set";
    button.hidden = lost;
    button.querySelector("span").textContent = known[`${verb}${name === "won" ? "Won" : "Default"}`];
    row.querySelector(`[data-badge="${name}"]`).hidden = !held;
  }
  const kind = row.querySelector('.menu [data-act="kind"]');
  kind.querySelector("span").textContent = lost ? known.makeLifecycle : known.makeLost;
  kind.disabled = only;
  row.querySelector("[data-why]").hidden = !only;
  row.querySelector('.menu [data-act="up"]').disabled = place(row) === 0;
  row.querySelector('.menu [data-act="down"]').disabled = place(row) === last;
  for (const named of row.querySelectorAll("[data-named]")) named.textContent = say(named.dataset.named, { stage: nameOf(row) });
  row.querySelector("[data-emoji]").textContent = field(row, "emoji").value;
}

function totals() {
  const all = rows();
  const limit = Number(form().dataset.limit);
  const full = all.length >= limit;
  for (const kind of ["lifecycle", "lost"]) {
    form().querySelector(`[data-total="${kind}"]`).textContent = list(kind).children.length;
  }
  for (const button of form().querySelectorAll("[data-add]")) {
    button.disabled = full;
    if (full) button.setAttribute("aria-describedby", `full-${button.dataset.add}`);
    else button.removeAttribute("aria-describedby");
  }
  for (const why of form().querySelectorAll("[data-full]")) why.hidden = !full;
  form().querySelector("[data-none]").hidden = list("lost").children.length > 0;
  suggest(full);
  const fresh = all.filter(isNew).length;
  meter.querySelectorAll("rect").forEach((rect, at) => {
    rect.setAttribute("class", at < all.length - fresh ? "used" : at < all.length ? "draft" : "free");
  });
  meter.querySelector("[data-meter-words]").textContent = say(words().meter, { count: all.length, limit });
}

function suggest(full) {
  const box = form().querySelector("[data-suggestions]");
  if (!box) return;
  const fold = (text) => text.normalize("NFKC").toLowerCase().trim();
  const taken = new Set([...list("lost").children].map((row) => fold(field(row, "name").value)));
  const buttons = [...box.querySelectorAll("[data-suggest]")];
  for (const button of buttons) button.hidden = taken.has(fold(button.dataset.suggest));
  box.hidden = full || buttons.every((button) => button.hidden);
}

function tell() {
  bar.dataset.state = count ? "changed" : "clean";
  const known = words();
  const elsewhere = count && Number(document.getElementById("stage-counts")?.dataset.version) > Number(form().elements.version.value);
  const forms = elsewhere ? known.elsewhere : known;
  const text = say(forms[plurals.select(count)] ?? forms.other, { count });
  const shown = bar.querySelector("[data-count]");
  if (shown.textContent !== text) shown.textContent = text;
  bar.toggleAttribute("data-elsewhere", Boolean(elsewhere));
}

document.addEventListener("input", (event) => event.target.closest("#stages") && update());
document.addEventListener("draft:changed", update);
// Who may not change the stages any more has no draft either.
document.addEventListener("live:gone", ({ target }) => {
  if (target.id !== "stages") return;
  count = 0;
  bar.dataset.state = "clean";
});
update();
