// All emoji with what they are called, loaded when they are asked for first. Found by words of every language that Tappa
// speaks, shown by the reader's own.
import { fold } from "./fold.js";

const LANGUAGES = ["en", "it", "es"];
const own = LANGUAGES.find((each) => document.documentElement.lang.startsWith(each)) ?? "en";
const asked = new Map();

function load(language) {
  if (!asked.has(language)) asked.set(language, fetchWords(language));
  return asked.get(language);
}

async function fetchWords(language) {
  const answer = await fetch(new URL(`../vendor/emoji/${language}.json`, import.meta.url)).catch(() => null);
  if (answer?.ok) return answer.json();
  asked.delete(language); // the next time may go well
  return [];
}

// The groups in their order: of each its emoji as [emoji, name, words].
export const groups = () => load(own);

// The emoji that fit, best first: each word that is sought begins one of theirs.
export async function find(sought) {
  const wanted = fold(sought).split(/\s+/).filter(Boolean);
  const all = await Promise.all([own, ...LANGUAGES.filter((each) => each !== own)].map(load));
  const found = new Map();
  for (const [emoji, name, words] of all.flat(2)) {
    const known = found.get(emoji) ?? { emoji, name, names: [], text: "" };
    known.names.push(` ${fold(name)}`);
    known.text += ` ${fold(name)} ${fold(words)}`;
    found.set(emoji, known);
  }
  const fits = [...found.values()].filter(({ text }) => wanted.every((word) => text.includes(` ${word}`)));
  return fits.toSorted((one, other) => worth(one, wanted) - worth(other, wanted)).map(({ emoji, name }) => [emoji, name]);
}

// The less the better: called just so; called so and more; with these words in its name; found by other words.
function worth({ names }, wanted) {
  const sought = ` ${wanted.join(" ")}`;
  const tests = [(name) => name === sought, (name) => name.startsWith(sought), (name) => wanted.every((word) => name.includes(` ${word}`))];
  const at = tests.findIndex((test) => names.some(test));
  return at < 0 ? tests.length : at;
}
