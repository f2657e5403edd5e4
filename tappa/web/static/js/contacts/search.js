// The table follows what is typed; the address keeps it, without a step back for each letter.
import { go } from "./navigate.js";

const PAUSE = 150;
const field = () => document.querySelector(".contacts-search input[type=search]");
let timer = 0;

function search() {
  clearTimeout(timer);
  const url = new URL(location.href);
  const text = field().value.trim();
  if ((url.searchParams.get("search") ?? "") === text) return;
  url.searchParams.delete("place");
  if (text) url.searchParams.set("search", text);
  else url.searchParams.delete("search");
  go(url, { replace: true });
}

document.addEventListener("input", ({ target }) => {
  if (target !== field()) return;
  clearTimeout(timer);
  timer = setTimeout(search, PAUSE);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches(".contacts-search")) return;
  event.preventDefault();
  search();
});
addEventListener("popstate", () => {
  field().value = new URL(location.href).searchParams.get("search") ?? "";
});
