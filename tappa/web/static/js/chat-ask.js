// Asking the server: every form of the page carries the visitor's token.
const body = document.body;
const base = body.dataset.chat;

const send = (path, fields) =>
  fetch(base + path, {
    method: fields ? "POST" : "GET",
    body: fields && new URLSearchParams({ ...fields, token: body.dataset.token }),
    headers: { "X-Requested-With": "fetch" },
  });

// A token is made of the visitor. Two tabs opened at the same moment make two visitors, of whom the browser remembers one:
// the other tab's form is refused, and learns here who it is.
export async function ask(path, fields) {
  const answer = await send(path, fields);
  if (answer.status !== 403 || !fields) return answer;
  const page = parse(await (await fetch(base)).text());
  const token = page.body.dataset.token;
  if (!token || token === body.dataset.token) return answer;
  body.dataset.token = token;
  return send(path, fields);
}

export const parse = (html) => new DOMParser().parseFromString(html, "text/html");
