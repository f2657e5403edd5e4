// The palette: what can be done here (commands.js), where one can go, and people by typing. The server gives places and
// people, each time as this member may; nothing of them is kept on the machine but the ids of whom one looked at.
import { commands, keyCaps, press } from "./commands.js";
import { fold } from "./fold.js";
import { tell } from "./post.js";
import { signedOut } from "./signed-out.js";

const REST = 150;
const REMEMBERED = 6;
const dialog = document.getElementById("palette");
const field = dialog?.querySelector("input");
const part = (name) => dialog.querySelector(`[data-part=${name}]`);
const asking = {}; // by part: what is under way to it
let timer = 0;
let sought = "";

const options = () => [...dialog.querySelectorAll("[role=option]")].filter((option) => option.checkVisibility());
const active = () => dialog.querySelector("[aria-selected=true]");

function open() {
  if (document.querySelector("dialog[open]")) return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) menu.open = false;
  part("acts").replaceChildren(...acts());
  part("found").replaceChildren();
  field.value = sought = "";
  dialog.showModal();
  field.focus();
  filter();
  fill("opening", `${dialog.dataset.src}?recent=${remembered().join(",")}`);
}

// Where nothing had the focus before, it would stay in the field until the next frame, and the next key be typed there.
function shut() {
  dialog.close();
  field.blur();
}

function acts() {
  const all = commands().filter(({ element }) => element.dataset.action !== "palette").sort((one, other) => rank(one) - rank(other));
  if (!all.length) return [];
  const title = document.createElement("p");
  title.className = "picker__group";
  title.id = "palette-acts";
  title.textContent = dialog.dataset.acts;
  return [title, ...all.map(act)];
}

// What is about the conversation that is open, or about what is chosen, comes before the list, and that before the rest.
function rank({ element }) {
  if (element.closest("[data-selection], [data-row]")) return 0;
  if (element.closest("#thread, .drawer, .contact-pane")) return 1;
  return element.closest(".rail") ? 3 : 2;
}

function act({ element, name, key, group }, number) {
  const row = document.createElement("div");
  row.className = "palette__item";
  row.role = "option";
  row.id = `palette-act-${number}`;
  row.ariaSelected = "false";
  const words = document.createElement("span");
  words.className = "truncate";
  words.dataset.name = "";
  words.textContent = name;
  const about = document.createElement("span");
  about.className = "faint truncate palette__about";
  about.textContent = group;
  const kbds = document.createElement("span");
  kbds.className = "kbds";
  if (key) kbds.append(...keyCaps(key));
  row.append(markOf(element), words, about, kbds);
  row.addEventListener("click", () => {
    shut();
    press(element);
  });
  return row;
}

// The icon or the emoji of the button; data-icon names another one.
function markOf(element) {
  const emoji = element.querySelector(".emoji");
  if (emoji && !element.dataset.icon) return emoji.cloneNode(true);
  const own = element.closest("label, a, button, summary")?.querySelector("svg:has(use)");
  const mark = (own ?? dialog.querySelector("svg")).cloneNode(true);
  mark.setAttribute("class", "icon");
  const use = mark.querySelector("use");
  if (element.dataset.icon) use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${element.dataset.icon}`));
  return mark;
}

async function fill(name, address) {
  asking[name]?.abort();
  const { signal } = (asking[name] = new AbortController());
  const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Current-URL": location.href }, signal }).catch((error) => error);
  if (answer.name === "AbortError" || !dialog.open) return;
  if (answer.status === 401) return signedOut();
  if (!answer.ok) return answer.headers && tell(answer.headers.get("HX-Trigger"));
  const html = await answer.text().catch(() => "");
  if (signal.aborted || !html) return;
  const made = document.createElement("template");
  made.innerHTML = html;
  part(name).replaceChildren(made.content);
  filter();
}

// What is here already is filtered at once; people are asked for when one rests.
function filter() {
  const words = fold(field.value).split(/\s+/).filter(Boolean);
  for (const option of dialog.querySelectorAll("[data-part=acts] [role=option], [data-places] [role=option]")) {
    const text = fold(`${option.querySelector("[data-name]").textContent} ${option.querySelector(".palette__about")?.textContent ?? ""}`);
    option.hidden = !words.every((word) => text.includes(word));
  }
  const recent = dialog.querySelector("[data-recent]");
  if (recent) recent.hidden = words.length > 0;
  for (const group of dialog.querySelectorAll("[data-part=acts], [data-places] [role=group]")) {
    group.hidden = ![...group.querySelectorAll("[role=option]")].some((option) => !option.hidden);
  }
  const shown = options();
  const begins = shown.find((option) => words.length && fold(option.querySelector("[data-name]").textContent).startsWith(words.join(" ")));
  activate(begins ?? shown[0]);
  const isDone = sought === field.value.trim();
  dialog.querySelector("[data-nothing]").hidden = shown.length > 0 || !isDone;
  dialog.querySelector("[role=status]").textContent = isDone ? dialog.dataset.number.replace("{number}", shown.length) : "";
}

function search() {
  clearTimeout(timer);
  const text = field.value.trim();
  if (!text) part("found").replaceChildren();
  filter();
  if (!text || text === sought) return (sought = text);
  timer = setTimeout(async () => {
    await fill("found", `${dialog.dataset.found}?q=${encodeURIComponent(text)}`);
    if (field.value.trim() !== text) return;
    sought = text;
    filter();
  }, REST);
}

function activate(option) {
  active()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
}

function keyed(event) {
  if (event.isComposing) return;
  const all = options();
  const at = all.indexOf(active());
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
  if (step && Math.abs(step) === 1) activate(all[(at + step + all.length) % all.length]);
  else if (step) activate(all[Math.min(Math.max(at + step, 0), all.length - 1)]);
  else if (event.key === "Enter") active()?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey }));
  else if (event.key === "Escape") shut();
  else if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) shut();
  else if (event.key === "Tab") return event.preventDefault(); // the arrows walk, the field keeps the focus
  else return;
  event.preventDefault();
}

// Whom one looked at, newest first: ids alone, which the server shows to who may see them.
const remembered = () => {
  try {
    return JSON.parse(localStorage.getItem(dialog.dataset.recent) ?? "[]").filter(Number.isInteger);
  } catch {
    return [];
  }
};

function remember() {
  const id = Number(document.querySelector("#thread[data-contact], #drawer[data-contact]")?.dataset.contact);
  if (!id) return;
  try {
    localStorage.setItem(dialog.dataset.recent, JSON.stringify([...new Set([id, ...remembered()])].slice(0, REMEMBERED)));
  } catch {
    // Storage may be full or forbidden: then nothing is recent.
  }
}

if (dialog) {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-action=palette]")) open();
    else if (event.target === dialog || event.target.closest("#palette [data-close]")) shut();
    else if (event.target.closest("#palette a")) shut();
  });
  dialog.addEventListener("close", () => {
    for (const each of Object.values(asking)) each.abort();
  });
  dialog.addEventListener("cancel", () => field.blur()); // a phone's way back closes it without us
  dialog.addEventListener("keydown", keyed);
  dialog.addEventListener("pointermove", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option && option !== active()) activate(option);
  });
  field.addEventListener("input", search);
  for (const place of document.querySelectorAll(".panes, #drawer-slot")) new MutationObserver(remember).observe(place, { childList: true });
  remember();
}
