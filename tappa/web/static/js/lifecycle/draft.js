// The draft is the form itself: its rows in their order, and what stands in their fields. `base` is what is saved.
export const form = () => document.getElementById("stages");
export const rows = () => [...form().querySelectorAll("[data-list] > .stage-row")];
export const rowOf = (element) => element.closest(".stage-row");
export const list = (kind) => form().querySelector(`[data-list="${kind}"]`);
export const field = (row, name) => form().elements[`${name}-${row.dataset.key}`];
export const isNew = (row) => row.dataset.key.startsWith("new-");
export const isLost = (row) => row.dataset.kind === "lost";
export const place = (row) => [...row.parentElement.children].indexOf(row);

export const base = () => JSON.parse(form().elements.base.value);
export const words = () => JSON.parse(form().dataset.words);
export const say = (text, values) => text.replace(/%\((\w+)\)s/g, (_whole, name) => values[name] ?? "");
export const nameOf = (row) => field(row, "name").value.trim() || words().nameless;

// Whoever changes the draft says so here: marks, bar and meter follow.
export function changed() {
  form().dispatchEvent(new CustomEvent("draft:changed", { bubbles: true }));
}

export const holds = (name, row) => form().elements[name].value === row.dataset.key;

export function hold(name, row) {
  form().elements[name].value = row?.dataset.key ?? "";
}

// What is shown of a form that came anew from the server: fields say what is saved, whatever was typed before.
export function forget() {
  for (const each of form().querySelectorAll("input[type=text], input[type=hidden]")) {
    if (each !== document.activeElement) each.value = each.getAttribute("value") ?? "";
  }
}

// Moved so that what has the focus keeps it, where the browser can.
export function put(row, before, parent = row.parentElement) {
  const focused = row.contains(document.activeElement) ? document.activeElement : null;
  if (parent.moveBefore) parent.moveBefore(row, before);
  else parent.insertBefore(row, before);
  if (focused && focused !== document.activeElement) focused.focus({ preventScroll: true });
}
