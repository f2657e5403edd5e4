// What the emoji picker needs of emojibase-data, in one file a language: the groups in their order, and of each emoji
// itself, what it is called and by which words it is found. Newer ones than NEWEST are missing in the fonts of many.
//   node emoji.mjs FOLDER-OF-EMOJIBASE-DATA TARGET-FOLDER
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const LANGUAGES = ["en", "it", "es"];
const NEWEST = 15;
const COMPONENTS = 2; // skin tones and hair: parts, no emoji
const [source, target] = process.argv.slice(2);

mkdirSync(target, { recursive: true });
for (const language of LANGUAGES) {
  const groups = new Map();
  const all = JSON.parse(readFileSync(`${source}/${language}/data.json`, "utf8"));
  const usable = all.filter(({ group, version }) => group !== undefined && group !== COMPONENTS && version <= NEWEST);
  for (const { emoji, group, label, tags } of usable.sort((one, other) => one.order - other.order)) {
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push([emoji, label, (tags ?? []).join(" ")]);
  }
  const sorted = [...groups].sort(([one], [other]) => one - other).map(([, rows]) => rows);
  writeFileSync(`${target}/${language}.json`, `${JSON.stringify(sorted)}\n`);
}
