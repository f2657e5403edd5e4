// The emoji picker: opens at a button, the search focused. Arrows walk, Enter chooses, Escape closes; the last ones that
// were chosen in this browser come first. The page has its template (shell/_emoji_picker.html).
import { find, groups } from "./emoji-words.js";

const COLUMNS = 8;
const MOST = 120;
const RECENT = { name: "tappa.emoji", most: 16 };
const GAP = 6;
const EDGE = 8;

const buttons = []; // which buttons open it, and what each is about
let shown = null;

// `selector` finds the buttons; `field(button)` is the input that holds the emoji, `chosen(button)` follows a choice.
export function offerEmoji(selector, field, chosen) {
  buttons.push({ selector, field, chosen });
}

const ofButton = (button) => buttons.find(({ selector }) => button.matches(selector));
const buttonAt = (target) => buttons.map(({ selector }) => target.closest(selector)).find(Boolean);

function open(button) {
  close();
  const box = document.getElementById("emoji-picker").content.firstElementChild.cloneNode(true);
  (button.closest("dialog") ?? document.body).append(box); // what stands outside of a modal dialog cannot be reached
  box.showPopover();
  button.ariaExpanded = "true";
  shown = { box, button, lines: [], active: null, search: box.querySelector("input") };
  const clear = box.querySelector("[data-clear]");
  clear.hidden = !ofButton(button).field(button).value;
  box.addEventListener("keydown", keyed);
  box.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) choose(option.textContent);
    else if (target.closest("[data-clear]")) choose("");
  });
  box.addEventListener("pointerover", ({ target }) => target.matches("[role=option]") && activate(target, false));
  box.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !box.contains(relatedTarget) && close(false));
  shown.search.addEventListener("input", fill);
  fill();
  stand();
  (matchMedia("(pointer: coarse)").matches ? box : shown.search).focus({ preventScroll: true });
}

function close(back = true) {
  if (!shown) return;
  const { box, button } = shown;
  shown = null;
  button.ariaExpanded = "false";
  box.remove();
  if (back) button.focus({ preventScroll: true });
}

function stand() {
  const { box, button } = shown;
  if (matchMedia("(width < 48rem)").matches) return; // a sheet at the foot of the page, by CSS
  const at = button.getBoundingClientRect();
  const below = at.bottom + GAP;
  const above = at.top - GAP - box.offsetHeight;
  const lowest = innerHeight - EDGE - box.offsetHeight;
  const top = below <= lowest ? below : above >= EDGE ? above : Math.max(EDGE, lowest);
  box.style.left = `${Math.min(Math.max(EDGE, at.left), innerWidth - EDGE - box.offsetWidth)}px`;
  box.style.top = `${top}px`;
}

async function fill() {
  const { box, search } = shown;
  const sought = search.value.trim();
  const titles = JSON.parse(box.dataset.groups);
  const made = sought ? [["", (await find(sought)).slice(0, MOST)]] : (await groups()).map((rows, at) => [titles[at], rows]);
  if (shown?.box !== box || search.value.trim() !== sought) return;
  if (!sought && recent().length) made.unshift([box.dataset.recent, recent()]);
  const place = box.querySelector("[role=listbox]");
  place.replaceChildren(...made.map(([title, rows], at) => group(title, rows, at)));
  place.scrollTop = 0;
  const all = [...place.querySelectorAll(".emoji-grid")].map((grid) => [...grid.children]);
  shown.lines = all.flatMap((options) => Array.from({ length: Math.ceil(options.length / COLUMNS) }, (_, at) => options.slice(at * COLUMNS, (at + 1) * COLUMNS)));
  box.querySelector("[data-nothing]").hidden = shown.lines.length > 0;
  activate(shown.lines[0]?.[0] ?? null);
  stand();
}

function group(title, rows, at) {
  const made = document.createElement("div");
  made.className = "emoji-group";
  made.role = "group";
  if (title) {
    made.ariaLabel = title;
    made.innerHTML = '<p class="picker__group" aria-hidden="true"></p>';
    made.firstChild.textContent = title;
  }
  const grid = document.createElement("div");
  grid.className = "emoji-grid";
  grid.role = "presentation";
  grid.append(...rows.map(([emoji, name], place) => option(emoji, name, `emoji-${at}-${place}`)));
  made.append(grid);
  return made;
}

function option(emoji, name, id) {
  const made = document.createElement("span");
  made.id = id;
  made.role = "option";
  made.className = "emoji-option emoji";
  made.textContent = emoji;
  made.title = name;
  made.ariaLabel = name;
  made.ariaSelected = "false";
  return made;
}

function activate(option, scroll = true) {
  shown.active?.removeAttribute("data-active");
  if (shown.active) shown.active.ariaSelected = "false";
  shown.active = option;
  shown.box.querySelector("[data-name]").textContent = option ? `${option.textContent} ${option.title}` : "";
  if (!option) return shown.search.removeAttribute("aria-activedescendant");
  option.setAttribute("data-active", "");
  option.ariaSelected = "true";
  if (scroll) option.scrollIntoView({ block: "nearest" });
  shown.search.setAttribute("aria-activedescendant", option.id);
}

function keyed(event) {
  event.stopPropagation();
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const { lines, active, search } = shown;
  const line = lines.findIndex((each) => each.includes(active));
  const column = line < 0 ? 0 : lines[line].indexOf(active);
  const flat = lines.flat();
  const beside = (by) => flat[(flat.indexOf(active) + by + flat.length) % flat.length];
  const across = (by) => lines[line + by]?.[Math.min(column, lines[line + by].length - 1)];
  const walks = !search.value || search.selectionStart === search.value.length;
  if (event.key === "Escape") close();
  else if (event.key === "Enter" && !event.target.closest("button")) active && choose(active.textContent);
  else if (event.key === "ArrowDown") activate(across(1) ?? active);
  else if (event.key === "ArrowUp") activate(across(-1) ?? active);
  else if (event.key === "ArrowRight" && walks && active) activate(beside(1));
  else if (event.key === "ArrowLeft" && !search.value && active) activate(beside(-1));
  else return;
  event.preventDefault();
}

function choose(emoji) {
  const { button, box } = shown;
  const name = shown.active?.textContent === emoji ? shown.active.title : emoji;
  const { field, chosen } = ofButton(button);
  field(button).value = emoji;
  if (emoji) remember(emoji, name);
  box.removeEventListener("keydown", keyed);
  close();
  chosen(button);
}

function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(RECENT.name) ?? "[]");
    return Array.isArray(kept) ? kept.filter((each) => Array.isArray(each) && each.every((text) => typeof text === "string")) : [];
  } catch {
    return []; // the browser keeps nothing here
  }
}

function remember(emoji, name) {
  const kept = [[emoji, name], ...recent().filter(([each]) => each !== emoji)].slice(0, RECENT.most);
  try {
    localStorage.setItem(RECENT.name, JSON.stringify(kept));
  } catch {
    // full or forbidden: the picker works without
  }
}

document.addEventListener("click", ({ target }) => {
  const button = buttonAt(target);
  if (!button) return;
  if (shown?.button === button) close();
  else open(button);
});
document.addEventListener("pointerdown", ({ target }) => {
  if (shown && !shown.box.contains(target) && !buttonAt(target)) close(false);
});
addEventListener("resize", () => shown && stand());
