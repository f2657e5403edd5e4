// Sending a small form from a script, as htmx would: with the page's token; answers' events are told to the page.
import { signedOut } from "./signed-out.js";

const headers = () => JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}");

export async function post(address, fields = {}, options = {}) {
  const answer = await fetch(address, {
    ...options,
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { ...headers(), "HX-Request": "true" },
  });
  if (answer.status === 401) signedOut();
  tell(answer.headers.get("HX-Trigger"));
  return answer;
}

export function tell(trigger) {
  if (!trigger?.startsWith("{")) return;
  for (const [name, detail] of Object.entries(JSON.parse(trigger))) {
    document.body.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }
}
