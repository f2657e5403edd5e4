// A list that is put into order by mouse, pen and finger: SortableJS moves its rows.
import "../vendor/sortablejs/Sortable.min.js";

const { Sortable } = window;
const SLOW = 180;
const HOLD = 250; // a finger that stays puts into order, one that moves at once scrolls
const lists = new WeakSet();

// Once for each list, however often it is asked for. `options` are Sortable's own.
export function sortable(list, options) {
  if (lists.has(list)) return;
  lists.add(list);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  new Sortable(list, {
    animation: still ? 0 : SLOW,
    forceFallback: true, // the same with mouse, pen and finger
    fallbackOnBody: true,
    fallbackTolerance: 4,
    ...(options.handle ? {} : { delay: HOLD, delayOnTouchOnly: true, touchStartThreshold: 8 }),
    ...options,
  });
}
