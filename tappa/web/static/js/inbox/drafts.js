// Drafts: what is being written is kept on the server, for its writer alone, a moment after each stroke. Until it is
// there it is kept in this browser, so that neither a broken line nor a sign-in that ends loses it.
import { post } from "../post.js";

const REST = 700;
const form = () => document.getElementById("composer");
const written = new Map(); // name → what this page has
const saving = new Map(); // name → {address, mode, timer, isBusy, isDue}

// A draft belongs to a member and a contact; a reply and a comment have one each.
const nameOf = (mode) => `${form().dataset.shelf}-${mode}`;

// What the server does not have yet; null where it has everything.
function unsaved(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // the browser keeps nothing here
  }
}

function shelve(name, text) {
  try {
    if (text === null) localStorage.removeItem(name);
    else localStorage.setItem(name, text);
  } catch {
    // Full or forbidden: the words still stand in the field, and go to the server.
  }
}

export function draftOf(mode) {
  const name = nameOf(mode);
  return unsaved(name) ?? written.get(name) ?? form().dataset[mode === "comment" ? "begunComment" : "begunReply"] ?? "";
}

export function keepDraft(text, mode) {
  const name = nameOf(mode);
  if (text === draftOf(mode) && unsaved(name) === null) return;
  written.set(name, text);
  shelve(name, text);
  plan(name, mode);
}

function plan(name, mode, wait = REST) {
  const kept = saving.get(name) ?? { address: form().dataset.draft, mode, timer: 0, isBusy: false, isDue: false };
  saving.set(name, kept);
  kept.isDue = true;
  clearTimeout(kept.timer);
  kept.timer = setTimeout(() => save(name, kept), wait);
}

// One at a time and the last one surely: an older text that arrives later would take the place of a newer one.
async function save(name, kept, options = {}) {
  clearTimeout(kept.timer);
  if (kept.isBusy || !kept.isDue) return;
  const text = written.get(name) ?? unsaved(name) ?? "";
  kept.isDue = false;
  kept.isBusy = true;
  const answer = await post(kept.address, { mode: kept.mode, text }, options).catch(() => null);
  kept.isBusy = false;
  if (kept.isDue) return save(name, kept);
  if (answer?.ok && unsaved(name) === text) shelve(name, null);
  else if (!answer?.ok) kept.isDue = true;
}

// A thread was put in place, with what the server has.
export function meetDrafts() {
  for (const mode of ["reply", "comment"]) {
    const name = nameOf(mode);
    if (unsaved(name) !== null) plan(name, mode);
    else if (!saving.get(name)?.isBusy) written.delete(name);
  }
}

function saveAll(options) {
  for (const [name, kept] of saving) save(name, kept, options);
}

document.addEventListener("live:online", () => saveAll());
document.addEventListener("visibilitychange", () => document.hidden && saveAll({ keepalive: true }));
addEventListener("pagehide", () => saveAll({ keepalive: true }));
