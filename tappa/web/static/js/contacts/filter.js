// The chips of a filter: a press on one is sent as its form would be. What is answered is the address of the page with
// another filter, which it is told of (`filter:to`), or an editor, which opens as a popover at the chip. What was ticked or
// written counts when one turns to something else, too; Escape leaves all as it was. Without a script the same forms lead
// from page to page.
import { place } from "../place.js";
import { tell } from "../post.js";
import { found, keyed } from "./options.js";
import { ask } from "../ask.js";

const FORM = "form[data-filter-form]";
const EDITOR = ".picker--editor";
let opened = null; // the editor: its box, and the button that it belongs to
let asking = new AbortController();

const button = () => [...document.querySelectorAll(`${FORM} button[name=do]`)].filter((one) => !one.closest(EDITOR));
const opener = () => (opened?.button.isConnected ? opened.button : button().findLast((one) => one.value === opened?.value));

async function send(form, submitter, extra = {}) {
  const url = new URL(form.action);
  url.search = new URLSearchParams([...new FormData(form, submitter), ...Object.entries(extra)]);
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  if (!form.closest(EDITOR)) {
    if (opened?.button === submitter) return close();
    close();
    opened = { button: submitter, value: submitter?.value, box: null };
  }
  const answer = await ask(url, signal).catch((error) => error);
  if (answer.name === "AbortError") return;
  if (answer.status === 401) return;
  const to = answer.headers?.get("Location");
  if (to) {
    close();
    return document.dispatchEvent(new CustomEvent("filter:to", { detail: to }));
  }
  if (answer.ok || answer.status === 422) {
    const html = await answer.text().catch(() => "");
    if (signal.aborted) return;
    return html ? show(html) : location.assign(url);
  }
  tell(answer.headers?.get("HX-Trigger"));
  if (!answer.headers) location.assign(url);
}

function show(html) {
  if (!opened) return;
  const box = (opened.box ??= build());
  box.innerHTML = html;
  box.before = said(box);
  place(box, opener() ?? box);
  const first = box.querySelector("[autofocus], [aria-current], [data-option] input, [data-option]");
  const asked = box.querySelector("[aria-invalid=true]") ?? first;
  (matchMedia("(pointer: coarse)").matches && !asked?.matches(".input") ? box : (asked ?? box)).focus({ preventScroll: true });
}

function build() {
  const box = document.createElement("div");
  box.className = "pop picker picker--editor";
  box.popover = "manual";
  box.tabIndex = -1;
  document.body.append(box);
  box.showPopover();
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    } else keyed(event, box);
  });
  box.addEventListener("input", ({ target }) => target.matches("[data-finds]") && found(box, target.value));
  opener()?.setAttribute("aria-expanded", "true");
  return box;
}

function close({ back = true } = {}) {
  if (!opened) return;
  const { box } = opened;
  const to = opener();
  opened = null;
  asking.abort();
  to?.removeAttribute("aria-expanded");
  if (back && box?.contains(document.activeElement)) to?.focus({ preventScroll: true });
  box?.remove();
}

const said = (box) => new URLSearchParams(new FormData(box.querySelector("form"))).toString();

// One turns to something else: what is complete and new is kept.
function leave() {
  const { box } = opened;
  const form = box?.querySelector("form[data-step=value]");
  const done = form?.querySelector("[name=done]");
  const isFilled = form && new FormData(form).getAll(form.elements.lines ? "lines" : "value").every(Boolean);
  const isGiven = form?.querySelector("[name=value]:is(:checked, .input), [name=lines]");
  if (form && done && isFilled && isGiven && form.checkValidity() && said(box) !== box.before) send(form, done);
  else close({ back: false });
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest(FORM);
  if (!form) return;
  event.preventDefault();
  send(form, event.submitter);
});
document.addEventListener("change", ({ target }) => {
  if (target.matches(".picker--editor [data-steps]")) send(target.form, null, { step: "1" });
});
document.addEventListener("pointerdown", ({ target }) => {
  if (opened?.box && !opened.box.contains(target) && !target.closest(FORM)) leave();
});
document.addEventListener("click", (event) => {
  const cancels = event.target.closest(".picker--editor [data-cancels]");
  const folds = event.target.closest("[data-folds]");
  if (folds) folds.ariaExpanded = folds.ariaExpanded === "true" ? "false" : "true";
  if (!cancels) return;
  event.preventDefault();
  close();
});
addEventListener("popstate", () => close());
addEventListener("resize", () => opened?.box && place(opened.box, opener() ?? opened.box));
