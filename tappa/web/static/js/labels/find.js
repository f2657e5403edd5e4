// A list follows what is typed into its search; the address keeps it, without a step back for each letter.
const PAUSE = 150;
let timer = 0;
let asking = new AbortController();

async function find(form) {
  const url = new URL(form.action);
  const text = form.elements.search.value.trim();
  if (text) url.searchParams.set("search", text);
  const region = document.getElementById(form.dataset.find);
  const source = new URL(region.dataset.src, location.href);
  source.search = url.search;
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const answer = await fetch(source, { headers: { "HX-Request": "true" }, signal }).catch((error) => error);
  if (answer.name === "AbortError") return;
  const html = answer.ok && (await answer.text().catch(() => ""));
  if (signal.aborted) return;
  if (!html) return form.submit();
  const made = document.createElement("template");
  made.innerHTML = html;
  region.replaceWith(made.content.firstElementChild);
  history.replaceState(null, "", url);
  document.dispatchEvent(new CustomEvent("live:changed"));
}

for (const form of document.querySelectorAll("[data-find]")) {
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(find, PAUSE, form);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    find(form);
  });
}
