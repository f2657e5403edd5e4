// Asking for a part of a page from a script, as htmx would.
import { signedOut } from "./signed-out.js";

export async function ask(address, signal) {
  const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Current-URL": location.href }, signal });
  if (answer.status === 401) signedOut();
  return answer;
}
