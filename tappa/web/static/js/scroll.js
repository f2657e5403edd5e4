// What is being read stays where it is when rows come and go above it. Browsers do this for some containers only.
const NEAR = 4; // at its start a list shows what is new there
const moved = new Set(); // what has been scrolled: to ask each element of a region how far it is would lay it all out
document.addEventListener("scroll", ({ target }) => moved.add(target), { capture: true, passive: true });

export function keepScroll(region, change) {
  const anchors = [...scrollers(region)].map(anchorOf).filter(Boolean);
  change();
  for (const { scroller, row, top } of anchors) {
    if (row.isConnected) scroller.scrollTop += row.getBoundingClientRect().top - top;
  }
}

function* scrollers(region) {
  for (let at = region; at; at = at.parentElement) if (isScrolled(at)) yield at;
  for (const inner of moved) {
    if (!inner.isConnected) moved.delete(inner);
    else if (inner !== region && region.contains(inner) && isScrolled(inner)) yield inner;
  }
}

// A thread starts at its end (column-reverse): there scrollTop counts downward from 0.
const isScrolled = (element) => Math.abs(element.scrollTop) > NEAR;

// The first row with a name that is in view.
function anchorOf(scroller) {
  const top = scroller === document.documentElement ? 0 : scroller.getBoundingClientRect().top;
  for (const row of scroller.querySelectorAll("[id], [data-key]")) {
    const box = row.getBoundingClientRect();
    if (box.top >= top && box.height > 0) return { scroller, row, top: box.top };
  }
  return null;
}
