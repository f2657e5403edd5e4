// "@" in a comment: a short list of members, chosen with arrows and Enter. Whom a comment calls is read from its text.
import { fold } from "../fold.js";
import { mode } from "./composer.js";

const MOST = 6;
const field = () => document.getElementById("composer-text");
const list = () => document.getElementById("mentions");
const mates = () => [...document.querySelectorAll("#assign-menu [data-mate]")];
let from = -1;

function sought() {
  const text = field();
  if (mode() !== "comment" || text.selectionStart !== text.selectionEnd) return null;
  const found = /(?:^|\s)@([^@\n]{0,40})$/u.exec(text.value.slice(0, text.selectionStart));
  if (!found) return null;
  from = text.selectionStart - found[1].length - 1;
  return fold(found[1]);
}

function show() {
  const wanted = sought();
  const fits = (name) => fold(name).startsWith(wanted) || fold(name).split(/\s+/).some((part) => part.startsWith(wanted));
  const found = wanted === null ? [] : mates().filter((mate) => fits(mate.dataset.mate)).slice(0, MOST);
  list().replaceChildren(...found.map(option));
  list().hidden = !found.length;
  activate(list().firstElementChild);
}

function option(mate, number) {
  const row = document.createElement("div");
  row.className = "menu__item";
  row.role = "option";
  row.id = `mention-${number}`;
  row.dataset.name = mate.dataset.mate;
  row.append(mate.querySelector(".avatar").cloneNode(true), mate.dataset.mate);
  row.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    choose(row);
  });
  return row;
}

function activate(row) {
  for (const each of list().children) each.removeAttribute("data-active");
  row?.setAttribute("data-active", "");
  row?.scrollIntoView({ block: "nearest" });
  if (row) field().setAttribute("aria-activedescendant", row.id);
  else field().removeAttribute("aria-activedescendant");
}

const active = () => list().querySelector("[data-active]");

function choose(row) {
  const text = field();
  text.setRangeText(`@${row.dataset.name} `, from, text.selectionStart, "end");
  close();
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

function close() {
  list().hidden = true;
  activate(null);
}

document.addEventListener("input", ({ target }) => target.id === "composer-text" && show());
document.addEventListener("focusout", ({ target }) => target.id === "composer-text" && list() && close());
document.addEventListener("keydown", (event) => {
  if (event.target.id !== "composer-text" || list().hidden || event.ctrlKey || event.metaKey) return;
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (step) activate(active()?.[step] ?? (step.startsWith("next") ? list().firstElementChild : list().lastElementChild));
  else if (event.key === "Enter" || event.key === "Tab") choose(active());
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);
