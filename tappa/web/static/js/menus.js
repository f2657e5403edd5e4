// Menus are <details data-menu>: they open without a script. Here: one at a time, Escape, arrows; a click elsewhere closes, and
// so does a choice. A long one is searched as one types.
const rows = (menu) => [...menu.querySelectorAll(".menu__item:not([hidden])")].filter((row) => row.offsetParent);

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details[data-menu][open]") ?? document.querySelector("details[data-menu][open]");
  if (!menu) return;
  if (event.key === "Escape") {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.target.closest("input, textarea, select")) return;
  const all = rows(menu);
  const at = all.indexOf(document.activeElement);
  all[(at + step + all.length) % all.length]?.focus();
  event.preventDefault();
});

document.addEventListener("submit", ({ target }) => {
  if (target.matches("[data-closes-menu], .menu form")) target.closest("details[data-menu]")?.removeAttribute("open");
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

// An opened menu is in sight, and its field ready to be typed in.
document.addEventListener("toggle", ({ target }) => {
  if (!target.open || !target.matches?.("#list-search, [data-menu]")) return;
  target.querySelector("input[type=search], [data-filters-menu]")?.focus();
  target.querySelector(".pop")?.scrollIntoView({ block: "nearest" });
}, true);
