// The table follows what is typed; the address keeps it, without a step back for each letter.
import { go } from "./navigate.js";

const PAUSE = 150;
const form = document.querySelector(".contacts-search");
let timer = 0;

function search() {
  clearTimeout(timer);
  const url = new URL(location.href);
  const text = form.elements.search.value.trim();
  if ((url.searchParams.get("search") ?? "") === text) return;
  url.searchParams.delete("place");
  if (text) url.searchParams.set("search", text);
  else url.searchParams.delete("search");
  go(url, { replace: true });
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
addEventListener("popstate", () => {
  form.elements.search.value = new URL(location.href).searchParams.get("search") ?? "";
});
