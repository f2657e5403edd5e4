// Keys press what carries them (commands.js). None acts while one types, in a menu, or under a dialog; "?" lists them.
import { beginsSequence, commandOf, isMac, keyCaps, keyed, press } from "./commands.js";

const SEQUENCE = 1_500; // how long the second key of "G I" may take
let begun = "";
let timer = 0;

const typing = (target) => target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
const covered = () => document.querySelector("dialog[open], .picker, details[data-menu][open]:not(#list-search)");

// The key as data-key has it, "" for what is none. On many keyboards [ and ] need AltGr, which says Ctrl and Alt as well.
function nameOf(event) {
  if (event.isComposing || event.key.length !== 1) return "";
  const isLetter = /[\p{L}\d]/u.test(event.key);
  if (!isLetter && (event.getModifierState("AltGraph") || (isMac && event.altKey && !event.metaKey))) return event.key;
  if (event.altKey) return "";
  const [mod, other] = isMac ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  if (other) return "";
  if (mod && event.shiftKey) return "";
  return (mod ? "mod+" : "") + event.key.toLowerCase();
}

function forget() {
  clearTimeout(timer);
  begun = "";
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented) return;
  const name = nameOf(event);
  const before = begun;
  if (!["Shift", "AltGraph"].includes(event.key)) forget();
  // The palette alone opens from a field too: Ctrl or ⌘ K writes nothing.
  if (!name || (name !== "mod+k" && typing(event.target)) || covered()) return;
  if (!before && beginsSequence(name)) {
    begun = name;
    timer = setTimeout(forget, SEQUENCE);
    return event.preventDefault();
  }
  const pressed = commandOf(before ? `${before} ${name}` : name);
  if (before) event.preventDefault();
  if (!pressed || event.repeat) return;
  event.preventDefault();
  press(pressed);
});

// Where nothing is written and nothing can be taken back, the browser would take back what was last written somewhere on
// the page, and a search of a while ago would stand there again.
document.addEventListener("keydown", (event) => {
  if (nameOf(event) !== "mod+z" || (typing(event.target) && !event.target.matches("select"))) return;
  if (covered() || !commandOf("mod+z")) event.preventDefault();
}, true);

const dialog = document.getElementById("keys");

function list() {
  const groups = Map.groupBy(keyed(), ({ group }) => group || dialog.dataset.everywhere);
  return [...groups].map(([title, commands]) => {
    const section = document.createElement("section");
    const head = document.createElement("h3");
    head.className = "picker__group";
    head.textContent = title;
    const rows = document.createElement("dl");
    rows.append(...commands.flatMap(row));
    section.append(head, rows);
    return section;
  });
}

function row({ name, key }) {
  const term = document.createElement("dt");
  term.textContent = name;
  const cap = document.createElement("dd");
  cap.className = "kbds";
  cap.append(...keyCaps(key));
  return [term, cap];
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-action=keys]");
  if (button && dialog) {
    dialog.querySelector("[data-list]").replaceChildren(...list());
    button.closest("details[data-menu]")?.removeAttribute("open");
    dialog.showModal();
  } else if (event.target === dialog || event.target.closest("#keys [data-close]")) dialog.close();
});

// What a key cap says depends on the machine.
function name() {
  for (const cap of document.querySelectorAll("kbd[data-cap]")) cap.replaceWith(...keyCaps(cap.dataset.cap));
}
name();
