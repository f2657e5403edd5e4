// The sign-in of this page has ended: it says so and offers to sign in again. It does not go there by itself, for what is
// being typed would be torn away.
export function signedOut() {
  const bar = document.getElementById("signed-out");
  if (!bar) return location.reload();
  const dialog = [...document.querySelectorAll("dialog:modal")].at(-1);
  if (dialog) dialog.append(bar); // what stands outside of a modal dialog cannot be reached
  bar.hidden = false;
}

document.addEventListener("close", ({ target }) => {
  const bar = document.getElementById("signed-out");
  if (bar && target.contains(bar)) document.body.append(bar);
}, true);

// Where one comes back to is where one is when one goes.
document.addEventListener("click", ({ target }) => {
  const link = target.closest?.("#signed-out a");
  if (!link) return;
  const there = new URL(link.href);
  there.searchParams.set("next", location.pathname + location.search);
  link.href = there;
});

document.addEventListener("htmx:before:response", (event) => {
  if (event.detail.ctx?.response?.status !== 401) return;
  event.preventDefault();
  signedOut();
});
