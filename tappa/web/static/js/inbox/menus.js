// Menus of the Inbox: they close once something is chosen, and a long one is searched as one types.
document.addEventListener("submit", ({ target }) => {
  if (target.matches("[data-closes-menu], .menu form")) target.closest("details[data-menu]")?.removeAttribute("open");
  if (target.matches("[data-empties]")) setTimeout(() => target.reset());
});

document.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-filters-menu]")) return;
  const wanted = target.value.trim().toLocaleLowerCase();
  for (const row of target.closest(".menu").querySelectorAll("[data-words]")) {
    row.hidden = !row.dataset.words.toLocaleLowerCase().includes(wanted);
  }
});

document.addEventListener("keydown", (event) => {
  if (!event.target.matches("[data-filters-menu]")) return;
  if (event.key !== "Enter" && event.key !== "ArrowDown") return;
  event.preventDefault();
  const first = [...event.target.closest(".menu").querySelectorAll(".menu__item")].find((row) => !row.hidden);
  if (event.key === "Enter") first?.click();
  else first?.focus();
}, true);

// The field of an opened menu is ready to be typed in.
document.addEventListener("toggle", ({ target }) => {
  if (!target.open || !target.matches?.("#list-search, .tag-adder, [data-menu]")) return;
  target.querySelector("input[type=search], #tag-name, [data-filters-menu]")?.focus();
}, true);
