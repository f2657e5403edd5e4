// Order of the stages by mouse and touch, each kind within its own list.
import { sortable } from "../sortable.js";
import { changed, form } from "./draft.js";

function begin() {
  for (const list of form()?.querySelectorAll("[data-list]") ?? []) {
    sortable(list, {
      handle: ".grip",
      draggable: ".stage-row",
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
