// A tag's form: its emoji is picked, and stands on the colour that is chosen.
import { offerEmoji } from "../emoji-picker.js";

const form = document.getElementById("tag");
const emoji = () => form.elements.emoji;

offerEmoji("#tag .named__emoji", emoji, (button) => {
  button.querySelector("[data-emoji]").textContent = emoji().value;
});
form.addEventListener("change", ({ target }) => {
  if (target.name === "hue") form.dataset.hue = target.value;
});
