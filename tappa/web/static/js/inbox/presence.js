// Typing: a mark goes out while one writes a reply, and comes in when a colleague writes to the same contact.
import { post } from "../post.js";
import { mode } from "./composer.js";
import { contact, thread } from "./select.js";

const EVERY = 3_000;
const MARK = 5_000;
let told = -Infinity;
let timer = 0;

document.addEventListener("input", ({ target }) => {
  if (target.id !== "composer-text" || mode() !== "reply" || !target.value.trim()) return;
  if (performance.now() - told < EVERY) return;
  told = performance.now();
  post(thread().dataset.typing).catch(() => {});
});

document.addEventListener("live:names", ({ detail: names }) => {
  const pattern = new RegExp(`^answering-${contact()}-(\\d+)$`);
  const member = names.map((name) => pattern.exec(name)?.[1]).find(Boolean);
  const here = document.getElementById("composer-here");
  const mate = member && document.querySelector(`#assign-menu [name=member][value="${member}"]`);
  if (!here || !mate || mate.dataset.me !== undefined) return;
  const text = document.createElement("span");
  text.textContent = here.dataset.text.replace("{name}", mate.dataset.mate.split(" ")[0]);
  here.replaceChildren(mate.querySelector(".avatar").cloneNode(true), text);
  here.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => (here.hidden = true), MARK);
});

// What was written in the meantime has been told.
document.addEventListener("live:changed", ({ target }) => {
  if (target.id === "thread") document.getElementById("composer-here")?.setAttribute("hidden", "");
});
