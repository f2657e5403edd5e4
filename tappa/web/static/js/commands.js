// The commands of a page. Whatever can be pressed says so itself, and from that the keys, the list of keys ("?") and the
// palette (Ctrl or ⌘ K) are made: no command without its button, no key that its button does not know.
//   data-command="Close conversation"   the name
//   data-key="e"                        the key; "g i": one after the other; "mod+k": with Ctrl, or ⌘ on a Mac
//   data-focuses="composer-text"        what has the focus once it is pressed
//   data-commands="Conversation"        on what is around: the group
//   data-commands-hidden                on what is around: it may be pressed while it is not shown
// A [data-key-told] is pressed by its own page: it only stands in the list.
export const isMac = /Mac|iP(hone|ad|od)/.test(navigator.platform);

const NAMED = "[data-command]";
const CHOSEN = "[aria-current=true]";
const ROW = "[data-row]"; // what a row offers is about the row: it comes first where the row has the focus

// What the key caps say.
const caps = (key) => key.split(" ").map((part) => (part.startsWith("mod+") ? (isMac ? "⌘" : "Ctrl ") + part.slice(4).toUpperCase() : part.length === 1 ? part.toUpperCase() : part));

export const keyCaps = (key) => caps(key).map((words) => {
  const cap = document.createElement("kbd");
  cap.className = "kbd";
  cap.textContent = words;
  return cap;
});

// Also what is in a closed menu, as long as the menu itself is there.
function canBePressed(element) {
  if (element.disabled || element.ariaDisabled === "true" || element.ariaCurrent === "step" || element.hasAttribute("data-key-told")) return false;
  if (element.closest("[data-commands-hidden]")) return true;
  if (element.checkVisibility()) return true;
  const menu = element.closest("details:not([open])");
  const button = menu?.querySelector("summary");
  return Boolean(button && button !== element && button.checkVisibility() && getComputedStyle(element).display !== "none");
}

// Where several have the same key: those of a selection, of the row with the focus, of the last message, then the first.
function best(elements) {
  const focused = document.activeElement?.closest?.(ROW);
  const row = focused?.querySelector(CHOSEN) ? null : focused; // what is about the open one is pressed where it is open
  return elements.find((one) => one.closest("[data-selection]"))
    ?? elements.find((one) => row?.contains(one))
    ?? (elements[0]?.closest("#toasts") ? elements.at(-1) : null)
    ?? elements.find((one) => !one.closest(ROW))
    ?? elements.find((one) => one.closest(ROW).querySelector(CHOSEN))
    ?? elements[0];
}

export function commandOf(key) {
  const found = [...document.querySelectorAll(`${NAMED}[data-key="${CSS.escape(key)}"]`)].filter(canBePressed);
  return best(found);
}

export const beginsSequence = (key) => Boolean(document.querySelector(`${NAMED}[data-key^="${CSS.escape(key)} "]`));

// All that can be pressed now, each key once, as {element, name, key, group}.
export function commands() {
  const all = [...document.querySelectorAll(NAMED)].filter(canBePressed).map(described);
  return all.filter(({ element, key, name }) => {
    if (!key && all.some((other) => other.key && other.name === name)) return false;
    const same = all.filter((other) => (key ? other.key === key : other.name === name)).map((other) => other.element);
    return best(same) === element;
  });
}

// The same with what has only a key: the list of keys.
export function keyed() {
  const all = commands().filter(({ key }) => key);
  const told = [...document.querySelectorAll("[data-key-told]")].map(described);
  return [...all, ...told.filter(({ key }) => !all.some((other) => other.key === key))];
}

function described(element) {
  const around = element.closest("[data-commands]");
  return { element, name: element.dataset.command, key: element.dataset.key ?? "", group: around?.dataset.commands ?? "" };
}

export function press(element) {
  const menu = element.closest("summary")?.parentElement;
  if (menu) {
    menu.open = !menu.open;
    if (menu.open) (menu.querySelector("input[type=search], [data-filters-menu]") ?? menu.querySelector(".menu__item"))?.focus();
    return;
  }
  element.click();
  document.getElementById(element.dataset.focuses)?.focus();
}
