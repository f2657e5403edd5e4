// Light or dark: the page changes at once, the server keeps the choice, so that the next page comes in it without a flash.
import { post } from "./post.js";

const root = document.documentElement;

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-action='theme']");
  if (!button) return;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  post(button.dataset.href, { theme: root.dataset.theme });
});
