// Order by mouse and touch: SortableJS moves the rows of a list, each kind within its own.
import "../../vendor/sortablejs/Sortable.min.js";
import { changed, form } from "./draft.js";

const { Sortable } = window;
const SLOW = 180;
const lists = new WeakSet();

function begin() {
  for (const list of form()?.querySelectorAll("[data-list]") ?? []) {
    if (lists.has(list)) continue;
    lists.add(list);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    new Sortable(list, {
      handle: ".grip",
      draggable: ".stage-row",
      animation: still ? 0 : SLOW,
      forceFallback: true, // the same with mouse, pen and finger
      fallbackOnBody: true,
      fallbackTolerance: 4,
      fallbackClass: "stage-row--dragged",
      ghostClass: "stage-row--ghost",
      onStart: () => form().setAttribute("data-live-keep", ""),
      onEnd({ item, oldIndex, newIndex }) {
        if (oldIndex !== newIndex) item.dataset.touched = "";
        changed();
      },
    });
  }
}

document.addEventListener("draft:changed", begin);
document.addEventListener("live:changed", begin);
begin();
