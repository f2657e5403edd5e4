// Make shown content like newly fetched content, changing only what differs: what has the focus keeps it, and what a
// person typed, opened or selected stays. Our own and not htmx's, which closes <details>, undoes attributes that
// scripts have set, and fills unfocused fields anew.
//   data-key="7"            tells rows apart that have no id
//   data-live-keep          the element is the page's own: never changed, never removed; on one that comes: as it is shown
//   data-live-own="hidden"  attributes that belong to the page's scripts

export const keyOf = (node) => node.id || node.dataset?.key || "";

export function morph(old, next) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== next.nodeValue) old.nodeValue = next.nodeValue;
    return;
  }
  if (old.hasAttribute("data-live-keep") || next.hasAttribute("data-live-keep") || old.isEqualNode(next)) return;
  morphAttributes(old, next);
  if (!(isFocused(old) && isField(old)) && !old.isContentEditable) morphChildren(old, next);
}

function morphAttributes(old, next) {
  const own = new Set((old.dataset.liveOwn ?? "").split(" "));
  own.add("style").add("data-htmx-powered"); // no style comes from the server
  if (old.matches("details, dialog")) own.add("open");
  if (old.hasAttribute("data-live-mark")) own.add("hidden");
  // A field that was typed into keeps its words by itself, whatever its attribute says; here only where the caret is.
  if (isFocused(old)) own.add("value");
  for (const { name, value } of next.attributes) {
    if (!own.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (!own.has(name) && !next.hasAttribute(name)) old.removeAttribute(name);
  }
}

function morphChildren(old, next) {
  const before = [...old.childNodes];
  const coming = [...next.childNodes];
  const matches = match(before, coming);
  const matched = new Set(matches);
  for (const node of before) if (!matched.has(node)) remove(node);
  const still = staying(matches, before);
  let place = old.firstChild;
  coming.forEach((node, at) => {
    const shown = matches[at] ?? node;
    if (shown === node || !still.has(shown)) put(old, shown, place);
    if (shown !== node) morph(shown, node);
    place = shown.nextSibling;
  });
}

// For each coming node the shown one that becomes it: the one with its key; else the next that looks like it; else the
// next of its kind. Looks come first, so that a warning that appears above a form does not take the form's place.
function match(before, coming) {
  const keyed = new Map(before.filter(keyOf).map((node) => [keyOf(node), node]));
  const matches = coming.map((node) => {
    const known = keyOf(node) && keyed.get(keyOf(node));
    keyed.delete(keyOf(node));
    return known && kind(known) === kind(node) ? known : null;
  });
  for (const likeness of [look, kind]) {
    const taken = new Set(matches);
    const free = Map.groupBy(before.filter((node) => !keyOf(node) && !taken.has(node)), likeness);
    coming.forEach((node, at) => {
      if (!keyOf(node)) matches[at] ??= free.get(likeness(node))?.shift() ?? null;
    });
  }
  return matches;
}

const kind = (node) => node.nodeName;
const look = (node) => `${node.nodeName} ${node.classList?.[0] ?? ""} ${node.getAttribute?.("name") ?? ""}`;

// Those that need not move: the longest run that is in order already, around the one that has the focus.
function staying(matches, before) {
  const order = new Map(before.map((node, at) => [node, at]));
  const places = matches.filter(Boolean).map((node) => order.get(node));
  const focused = matches.filter(Boolean).findIndex((node) => node.contains(document.activeElement));
  if (focused < 0) return new Set(longestRun(places).map((at) => before[at]));
  const middle = places[focused];
  const left = longestRun(places.slice(0, focused).filter((at) => at < middle));
  const right = longestRun(places.slice(focused + 1).filter((at) => at > middle));
  return new Set([...left, middle, ...right].map((at) => before[at]));
}

function longestRun(numbers) {
  const ends = []; // ends[length - 1]: where the run of that length with the smallest end ends
  const previous = [];
  numbers.forEach((number, at) => {
    let length = ends.findIndex((end) => numbers[end] >= number);
    if (length < 0) length = ends.length;
    previous[at] = ends[length - 1];
    ends[length] = at;
  });
  const run = [];
  for (let at = ends.at(-1); at !== undefined; at = previous[at]) run.unshift(numbers[at]);
  return run;
}

// Moved so that an open popover stays open and a frame is not loaded anew, where the browser can.
function put(parent, node, place) {
  if (parent.moveBefore && node.isConnected) parent.moveBefore(node, place);
  else parent.insertBefore(node, place);
}

function remove(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return take(node);
  if (node.hasAttribute("data-live-keep")) return;
  if (node.contains(document.activeElement)) {
    if (isField(document.activeElement)) return; // somebody writes there: it goes the next time
    pass(node);
  }
  take(node);
}

// Not by node.remove(): a form that has a field of this name knows that instead.
const take = (node) => node.parentNode.removeChild(node);

const STOP = "a, button, [tabindex]:not([tabindex='-1'])";

// The focus goes on to the next row, so that the keyboard does not fall back to the top of the page.
function pass(node) {
  const row = node.nextElementSibling ?? node.previousElementSibling;
  const target = row?.matches(STOP) ? row : row?.querySelector(STOP);
  target?.focus({ preventScroll: true });
}

const isFocused = (node) => node === document.activeElement;
// A box that is ticked is nothing one writes in.
export const isField = (node) => node.matches("input:not([type=checkbox], [type=radio]), textarea, select") || node.isContentEditable;
