// Moving a contact: every chip of it shows the new stage at once; a refusal puts the old one back and says why.
import { post } from "../post.js";
import { toast } from "../toasts.js";

const PATIENCE = 3000;
// Where contacts were moved to while their bars still show where they stood: "the next stage" of such a bar is none.
const moved = new Map();

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

// `button` names the stage: its value, and in data-words, data-emoji, data-hue and data-kind what a chip shows of it.
export async function move(contact, address, button) {
  const before = chips(contact).map(({ words: place, chip }) => ({
    place, chip, nodes: [...place.childNodes], hue: chip.dataset.hue, kind: chip.dataset.kind,
  }));
  for (const { place, chip } of before) {
    place.replaceChildren(...words(button.dataset));
    Object.assign(chip.dataset, { hue: button.dataset.hue, kind: button.dataset.kind });
  }
  moved.set(contact, button.value);
  const answer = await post(address, { stage: button.value }).catch(() => null);
  if (answer?.ok) return;
  if (moved.get(contact) === button.value) moved.delete(contact);
  for (const { place, chip, nodes, hue, kind } of before) {
    place.replaceChildren(...nodes);
    Object.assign(chip.dataset, { hue, kind });
  }
  if (answer?.status === 401) location.assign(answer.headers.get("HX-Redirect") ?? location.href);
  else if (!answer) toast({ text: document.getElementById("toasts").dataset.failed, tone: "error" });
}

const bars = (contact) => [...document.querySelectorAll(`[data-stage-form="${contact}"][data-stage-at]`)];

// Whether a bar is to be trusted again: it has come from the server since, or nothing came for too long.
function isFresh(contact) {
  if (bars(contact).some((bar) => bar.dataset.stageAt === moved.get(contact))) moved.delete(contact);
  return !moved.has(contact);
}

// Who moves a contact and at once on to the next stage means the stage after the new one.
function whenFresh(contact, act) {
  const done = () => {
    clearTimeout(timer);
    document.removeEventListener("live:changed", look);
    moved.delete(contact);
    act();
  };
  const look = () => isFresh(contact) && done();
  const timer = setTimeout(done, PATIENCE);
  document.addEventListener("live:changed", look);
}

const next = (contact) => bars(contact).find((bar) => bar.checkVisibility())?.querySelector("[data-key=']']");

// The forms of the bar and of the picker: each button in them is a stage.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-stage-form]");
  if (!form || !event.submitter?.hasAttribute("data-words")) return;
  event.preventDefault();
  form.dispatchEvent(new CustomEvent("stage:chosen", { bubbles: true }));
  if (event.submitter.getAttribute("aria-current") === "step") return;
  const contact = form.dataset.stageForm;
  if (event.submitter.dataset.key && !isFresh(contact)) whenFresh(contact, () => next(contact)?.click());
  else move(contact, form.action, event.submitter);
});
