// Parts of the page from the server: one from its own address, several in one answer (config/parts.py), each told as soon
// as it is there.
const MOST = 20;
const LONGEST = 6_000; // characters of an address that every proxy takes
const HEADERS = { "HX-Request": "true", "Tappa-Live": "1" };

const together = (addresses) => `${document.body.dataset.parts}?${new URLSearchParams(addresses.map((each) => ["part", each]))}`;

// As many of these, from the first on, as one question can hold: one at least.
export function fitting(addresses) {
  let count = Math.min(addresses.length, MOST);
  while (count > 1 && together(addresses.slice(0, count)).length > LONGEST) count -= 1;
  return count;
}

// `tell` gets each one's place and {status, to, html}; the status is 0 where no answer came.
export async function fetchParts(addresses, tell) {
  let place = 0;
  // Apart from what reads them: an error in showing one is told as what it is, and keeps none of the others.
  const pass = (answer) => queueMicrotask(tell.bind(null, place++, answer));
  try {
    const address = addresses.length > 1 ? together(addresses) : addresses[0];
    const answer = await fetch(address, { headers: { ...HEADERS, "HX-Current-URL": location.href }, cache: "no-store" });
    if (addresses.length === 1) {
      const html = await answer.text();
      pass({ status: answer.status, to: answer.headers.get("HX-Redirect"), html });
    } else if (answer.ok) for await (const line of lines(answer.body)) pass(JSON.parse(line));
  } catch {
    // the network or the server: those that have not come are told so
  }
  while (place < addresses.length) pass({ status: 0 });
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
