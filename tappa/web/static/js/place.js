// Where a popover stands: below its button, and within the window. On phones it is a sheet at the foot of the page, by CSS.
const GAP = 6;
const EDGE = 8;

export function place(box, button) {
  if (matchMedia("(width < 48rem)").matches) return;
  const at = button.getBoundingClientRect();
  const start = document.dir === "rtl" ? at.right - box.offsetWidth : at.left;
  const left = start + box.offsetWidth > innerWidth - EDGE ? at.right - box.offsetWidth : start;
  const below = at.bottom + GAP;
  const top = below + box.offsetHeight > innerHeight - EDGE ? Math.min(below, innerHeight - EDGE - box.offsetHeight) : below;
  box.style.left = `${Math.max(EDGE, left)}px`;
  box.style.top = `${Math.max(EDGE, top)}px`;
}
