// Buttons that copy: <button data-copy="id of what to copy" data-copied="Copied">. Outside of https there is no clipboard for
// scripts: then the text is selected and the browser's old command takes it; where that fails too, it stays selected.
const LASTS = 2_000;

document.documentElement.dataset.js = "";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  if (!source) return;
  const taken = await clip(source.value ?? source.textContent).catch(() => false);
  if (taken || clipSelected(source)) say(button);
});

async function clip(text) {
  if (!navigator.clipboard) return false;
  await navigator.clipboard.writeText(text);
  return true;
}

function clipSelected(source) {
  if (source.select) source.select();
  else getSelection().selectAllChildren(source);
  return document.execCommand("copy");
}

function say(button) {
  const words = button.querySelector("span");
  button.dataset.words ??= words.textContent;
  words.textContent = button.dataset.copied;
  button.dataset.state = "copied";
  clearTimeout(button.timer);
  button.timer = setTimeout(() => {
    words.textContent = button.dataset.words;
    delete button.dataset.state;
  }, LASTS);
}
