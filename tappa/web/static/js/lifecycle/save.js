// Saving and discarding the draft. The whole form is sent; what comes back where it cannot be saved is the form again,
// with everything typed and what is wrong, or what somebody else changed. Live counts go into the rows one by one.
import { changed, forget, form, rows } from "./draft.js";
import { changes, settle, settled, update } from "./marks.js";
import { tell } from "../post.js";
import { signedOut } from "../signed-out.js";
import { unanswered } from "../toasts.js";

const bar = document.getElementById("draftbar");
const mac = /mac|iphone|ipad/i.test(navigator.platform);
bar.querySelector(".kbd").textContent = mac ? "⌘S" : "Ctrl S";

let busy = false;

// Returns whether it was saved.
export async function save() {
  if (busy) return false;
  turn(true);
  const body = new URLSearchParams(new FormData(form()));
  for (const name of [...body.keys()]) if (name.startsWith("pick-")) body.delete(name); // chosen in the rows already
  const answer = await fetch(form().action, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
  const html = await answer?.text().catch(() => "");
  turn(false);
  if (!answer) unanswered();
  else if (answer.status === 401) signedOut();
  else if (answer.status === 204) {
    clean();
    tell(answer.headers.get("HX-Trigger"));
    return true;
  } else if (html) show(html);
  else tell(answer.headers.get("HX-Trigger"));
  return false;
}

function turn(on) {
  busy = on;
  bar.querySelector("[data-save]").ariaBusy = String(on);
}

// From now on the page shows what is saved: the region is fetched anew, and its fields say what it says.
function clean() {
  document.activeElement?.closest("#stages input")?.blur();
  settle();
}

export function discard() {
  clean();
  document.dispatchEvent(new CustomEvent("live:told", { detail: { names: "lifecycle" } }));
}

function show(html) {
  const next = new DOMParser().parseFromString(html, "text/html").getElementById("stages");
  if (!next) return location.reload();
  form().replaceWith(document.importNode(next, true));
  changed();
  const wrong = form().querySelector("[aria-invalid=true]:not(.without-script)") ?? form().querySelector(".stage-row:has([aria-invalid=true]) .stage-row__emoji");
  const told = form().querySelector(".clash, [role=alert]");
  if (told) {
    told.tabIndex = -1;
    told.scrollIntoView({ block: "nearest" });
  }
  (told ?? wrong)?.focus();
}

document.addEventListener("submit", (event) => {
  if (event.target.id !== "stages") return;
  event.preventDefault();
  save();
});
document.addEventListener("click", ({ target }) => target.closest("[data-discard]") && discard());
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "s" || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (changes() && !document.querySelector("dialog:modal")) save();
});

document.addEventListener("live:changed", ({ target }) => {
  if (target.id === "stages") {
    if (!form().hasAttribute("data-live-keep")) forget();
    settled();
  } else if (target.id === "stage-counts") {
    count(target);
    update();
  }
});

function count(region) {
  const counted = new Map([...region.querySelectorAll("data")].map((each) => [each.dataset.key, each]));
  for (const row of rows()) {
    const fresh = counted.get(row.dataset.key);
    const shown = row.querySelector("[data-count-of]");
    if (!fresh || !shown || shown.textContent === fresh.textContent) continue;
    shown.firstChild.nodeValue = fresh.textContent;
    row.querySelector("[data-count-word]").textContent = fresh.dataset.word;
  }
}
