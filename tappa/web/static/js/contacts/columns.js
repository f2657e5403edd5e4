// The menu of columns: a tick, a drag or an arrow key on a grip counts at once, and the menu stays open.
import { post } from "../post.js";
import { sortable } from "../sortable.js";
import { unanswered } from "../toasts.js";
import { go } from "./navigate.js";

const PAUSE = 250;
const form = () => document.querySelector("form[data-columns]");
const list = () => document.getElementById("columns-list");
let timer = 0;
let sending = Promise.resolve();

function save(usual = false) {
  clearTimeout(timer);
  timer = setTimeout(() => (sending = sending.then(() => send(usual))), usual ? 0 : PAUSE);
}

async function send(usual) {
  const fields = new FormData(form());
  if (usual) fields.set("usual", "1");
  const answer = await post(form().action, fields).catch(() => null);
  if (!answer) unanswered();
  else if (answer.ok) await go(location.href, { push: false, fresh: true });
}

function begin() {
  if (!list()) return;
  sortable(list(), {
    handle: ".grip",
    ghostClass: "columns__row--ghost",
    onStart: () => list().setAttribute("data-live-keep", ""), // what comes meanwhile waits
    onEnd() {
      list().removeAttribute("data-live-keep");
      save();
    },
  });
}

function move(row, by) {
  const beside = by < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!beside) return;
  if (by < 0) beside.before(row);
  else beside.after(row);
  row.querySelector(".grip").focus();
  const told = document.getElementById("columns-told");
  const rows = [...list().children];
  told.textContent = told.dataset.words.replace("%(column)s", row.querySelector("label").textContent.trim()).replace("%(place)s", rows.indexOf(row) + 1).replace("%(count)s", rows.length);
  save();
}

document.addEventListener("toggle", ({ target }) => target.id === "contacts-columns" && begin(), true);
document.addEventListener("change", ({ target }) => target.matches("form[data-columns] [name=column]") && save());
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-columns]")) return;
  event.preventDefault();
  save(event.submitter?.name === "usual");
});
document.addEventListener("keydown", (event) => {
  const grip = event.target.closest?.("#columns-list .grip");
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!grip || !by || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  move(grip.closest("li"), by);
}, true);
