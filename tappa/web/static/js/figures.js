// A figure that changes by itself catches the eye for a moment: it fades in anew. Nothing moves where motion is unwanted.
const FADE = [{ opacity: 0.2 }, { opacity: 1 }];

new MutationObserver((changes) => {
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const changed = new Set(changes.map(({ target }) => target.parentElement?.closest("[data-figure]")));
  for (const figure of changed) figure?.animate(FADE, { duration: 600, easing: "ease-out" });
}).observe(document.body, { subtree: true, characterData: true });
