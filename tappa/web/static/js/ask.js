// Asking for a part of a page from a script, as htmx would.
export const ask = (address, signal) =>
  fetch(address, { headers: { "HX-Request": "true", "HX-Current-URL": location.href }, signal });
