// Moving a contact: every chip of it shows the new stage at once; a refusal puts the old one back and says why.
import { post } from "../post.js";
import { unanswered } from "../toasts.js";

let sent = Promise.resolve(); // moves go out one after the other, so that they take effect as they were made
let underWay = 0; // as long as some are, no live region is shown as it was before them (live-regions.js)

const chips = (contact) =>
  [...document.querySelectorAll(`[data-stage-shown="${contact}"]`)].map((words) => ({ words, chip: words.closest(".chip") }));

function words({ words: name, emoji }) {
  const mark = document.createElement("span");
  mark.className = emoji ? "emoji" : "chip__dot";
  mark.ariaHidden = "true";
  mark.textContent = emoji ?? "";
  const text = document.createElement("span");
  text.className = "truncate";
  text.textContent = name;
  return emoji === undefined ? [text] : [mark, text];
}

const bars = (contact) => [...document.querySelectorAll(`.stagebar[data-stage-form="${contact}"]`)];
const stopsOf = (bar) => [...bar.querySelectorAll("ol [name=stage]")];

// The stop that was chosen is where the contact is, and the one before it has the key [. Gives back what puts it back.
function stopAt(contact, stage) {
  return bars(contact).map((bar) => {
    const stops = stopsOf(bar);
    const was = stops.findIndex((stop) => stop.getAttribute("aria-current"));
    const put = (at) => {
      for (const each of stops) ["data-key", "aria-current"].forEach((name) => each.removeAttribute(name));
      stops[at]?.setAttribute("aria-current", "step");
      stops[at - 1]?.setAttribute("data-key", "[");
    };
    put(stops.findIndex((stop) => stop.value === stage));
    return () => put(was);
  });
}

// The bar's button leads on from the stage that was chosen, also before the server has answered: whoever presses ] twice
// goes two steps. Gives back the button and what it was, to put it back.
function leadOn(contact, stage) {
  return bars(contact).flatMap((bar) => [...bar.querySelectorAll('[data-key="]"]')]).map((next) => {
    const was = next.cloneNode(true);
    const stops = stopsOf(next.form);
    const at = stops.findIndex((stop) => stop.value === stage);
    const to = stops[at + 1];
    if (at < 0) return [next, was];
    next.disabled = !to;
    if (to) {
      const { words: name, emoji, hue, kind } = to.dataset;
      next.value = to.value;
      Object.assign(next.dataset, { words: name, emoji, hue, kind, command: to.dataset.command });
      next.querySelector(".truncate").textContent = name;
      const mark = next.querySelector(".emoji");
      if (mark) mark.textContent = emoji;
    }
    return [next, was];
  });
}

// `button` names the stage: its value, and in data-words, data-emoji, data-hue and data-kind what a chip shows of it.
export async function move(contact, address, button) {
  const before = chips(contact).map(({ words: place, chip }) => ({
    place, chip, nodes: [...place.childNodes], hue: chip.dataset.hue, kind: chip.dataset.kind,
  }));
  for (const { place, chip } of before) {
    place.replaceChildren(...words(button.dataset));
    Object.assign(chip.dataset, { hue: button.dataset.hue, kind: button.dataset.kind });
  }
  const stage = button.value;
  const back = stopAt(contact, stage);
  const forth = leadOn(contact, stage);
  document.body.toggleAttribute("data-under-way", ++underWay > 0);
  const answer = await (sent = sent.then(() => post(address, { stage })).catch(() => null));
  document.body.toggleAttribute("data-under-way", --underWay > 0);
  if (answer?.ok) return;
  for (const { place, chip, nodes, hue, kind } of before) {
    place.replaceChildren(...nodes);
    Object.assign(chip.dataset, { hue, kind });
  }
  for (const putBack of back) putBack();
  for (const [next, was] of forth) next.replaceWith(was);
  if (!answer) unanswered();
}

// The forms of the bar and of the picker: each button in them is a stage.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-stage-form]");
  if (!form || !event.submitter?.hasAttribute("data-words")) return;
  event.preventDefault();
  form.dispatchEvent(new CustomEvent("stage:chosen", { bubbles: true }));
  if (event.submitter.getAttribute("aria-current") === "step") return;
  move(form.dataset.stageForm, form.action, event.submitter);
});
