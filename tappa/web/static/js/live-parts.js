// Parts of the page from the server: whatever is asked for at one moment in one answer (config/parts.py), each told as soon as
// it is there, and only where it is not what the page shows already.
const MOST = 20;
const LONGEST = 6_000; // characters of an address that every proxy takes

const together = (addresses) => `${document.body.dataset.parts}?${new URLSearchParams(addresses.map((each) => ["part", each]))}`;
const breathe = () => new Promise((go) => setTimeout(go));

// As many of these, from the first on, as one question can hold: one at least.
export function fitting(addresses) {
  let count = Math.min(addresses.length, MOST);
  while (count > 1 && together(addresses.slice(0, count)).length > LONGEST) count -= 1;
  return count;
}

// `digests` say what is shown of each, "-" where nothing is known of it; null where somebody waits for the answer, which goes
// before all that nobody waits for. `tell` gets each one's place and {status, to, html, digest}; the status is 304 where
// nothing has changed, 0 where no answer came, LATER where the answer ended before it for the others took too long.
export const LATER = 202;

export async function fetchParts(addresses, digests, tell) {
  let place = 0;
  // Apart from what reads them: an error in showing one is told as what it is, and keeps none of the others.
  const pass = (answer) => queueMicrotask(tell.bind(null, place++, answer));
  const headers = { "HX-Request": "true", "HX-Current-URL": location.href, ...(digests && { "Tappa-Live": digests.join(" ") }) };
  const options = { headers, cache: "no-store", priority: digests ? "low" : "high" };
  let status = 0;
  try {
    const all = together(addresses);
    // One that is so long by itself that it would be too long within another.
    if (addresses.length === 1 && all.length > LONGEST) return pass(await alone(addresses[0], options));
    const answer = await fetch(all, options);
    if (answer.ok) for await (const line of lines(answer.body)) {
      pass(JSON.parse(line));
      await breathe(); // a click or a key comes between two of them
    }
    if (answer.ok) status = LATER;
  } catch {
    // the network or the server: those that have not come are told so
  }
  while (place < addresses.length) pass({ status });
}

async function alone(address, options) {
  const answer = await fetch(address, options);
  return { status: answer.status, to: answer.headers.get("HX-Redirect"), html: await answer.text(), digest: "-" };
}

async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const found = (rest + value).split("\n");
    rest = found.pop();
    yield* found;
  }
}
