// Whoever reads further up is not pulled down by an answer: a button says that there is one below.
const scroll = document.getElementById("scroll");
const below = document.getElementById("below");
const NEAR = 120;

// The list hangs on its foot: there its place is 0, and above it below 0.
const isUp = () => Math.abs(scroll.scrollTop) > NEAR;

document.addEventListener("chat:shown", (event) => {
  if (event.detail.answers && isUp()) below.hidden = false;
});
scroll.addEventListener("scroll", () => {
  if (!isUp()) below.hidden = true;
}, { passive: true });
below.addEventListener("click", () => {
  scroll.scrollTop = 0;
  below.hidden = true;
});
