// The stage picker: a popover with the search focused. Arrows walk, Enter and digits choose, Escape closes. What
// it chooses is sent by move.js. Without a script the same address is a page.
import "./move.js";
import { Options } from "./options.js";
import { place } from "../place.js";
import { tell } from "../post.js";
import { signedOut } from "../signed-out.js";

const BUTTON = "[data-stage-picker] > .chip--button";
let shown = null;

// `button` has the picker's address in data-src. Gives back the picker, which tells `stage:chosen`.
export async function show(button) {
  close();
  const opening = (shown = { button, box: null });
  button.ariaExpanded = "true";
  const answer = await fetch(button.dataset.src, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (shown !== opening) return;
  if (!answer?.ok) {
    close();
    if (answer?.status === 401) signedOut();
    else if (answer) tell(answer.headers.get("HX-Trigger"));
    else if (button.href) location.assign(button.href);
    return;
  }
  return (opening.box = build(await answer.text(), button));
}

function build(html, button) {
  const box = document.createElement("div");
  box.className = "pop picker";
  box.popover = "manual";
  box.tabIndex = -1;
  box.innerHTML = html;
  document.body.append(box);
  box.showPopover();
  place(box, button);
  const options = new Options(box);
  box.addEventListener("keydown", (event) => keyed(event, options));
  box.addEventListener("stage:chosen", () => close());
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) close(false);
  });
  (matchMedia("(pointer: coarse)").matches ? box : options.search).focus({ preventScroll: true });
  return box;
}

function close(back = true) {
  if (!shown) return;
  const { button, box } = shown;
  shown = null;
  button.ariaExpanded = "false";
  if (back && box?.contains(document.activeElement)) button.focus({ preventScroll: true });
  box?.remove();
}

function keyed(event, options) {
  event.stopPropagation();
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const empty = !options.sought;
  if (event.key === "Escape") close();
  else if (event.key === "ArrowDown") options.step(1);
  else if (event.key === "ArrowUp") options.step(-1);
  else if (event.key === "Enter" && event.target.matches("input, .picker")) options.choose(options.active);
  else if (/^[1-9]$/.test(event.key) && empty) options.choose(options.numbered(event.key));
  else if (event.key === "Backspace" && empty && !event.repeat) options.choose(options.clearing);
  else return;
  event.preventDefault();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(BUTTON);
  if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (shown?.button === button) close();
  else show(button);
});
document.addEventListener("pointerdown", (event) => {
  if (shown?.box && !shown.box.contains(event.target) && !event.target.closest(BUTTON)) close(false);
});
addEventListener("resize", () => shown?.box && place(shown.box, shown.button));
