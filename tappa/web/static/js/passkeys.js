// Passkeys: a form asks the browser for one and sends what it says. Shown only where the browser has them: over https
// or on localhost.
import { toast } from "./toasts.js";

const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const encode = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const keys = (list = []) => list.map((key) => ({ ...key, id: decode(key.id) }));

async function create({ publicKey }) {
  const options = {
    ...publicKey,
    challenge: decode(publicKey.challenge),
    user: { ...publicKey.user, id: decode(publicKey.user.id) },
    excludeCredentials: keys(publicKey.excludeCredentials),
    // A passkey signs in by itself: the device keeps it, and makes sure who asks.
    authenticatorSelection: { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" },
  };
  const made = await navigator.credentials.create({ publicKey: options });
  return told(made, {
    attestationObject: encode(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function get({ publicKey }) {
  const options = { ...publicKey, challenge: decode(publicKey.challenge), allowCredentials: keys(publicKey.allowCredentials) };
  const given = await navigator.credentials.get({ publicKey: options });
  const { authenticatorData, signature, userHandle } = given.response;
  return told(given, {
    authenticatorData: encode(authenticatorData),
    signature: encode(signature),
    userHandle: userHandle ? encode(userHandle) : null,
  });
}

const told = (credential, response) => ({
  id: credential.id,
  rawId: encode(credential.rawId),
  type: credential.type,
  authenticatorAttachment: credential.authenticatorAttachment ?? null,
  clientExtensionResults: credential.getClientExtensionResults(),
  response: { clientDataJSON: encode(credential.response.clientDataJSON), ...response },
});

async function options(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return (await answer.json()).request_options;
}

async function send(event) {
  event.preventDefault();
  const form = event.target;
  const ask = form.dataset.passkey === "create" ? create : get;
  try {
    form.elements.credential.value = JSON.stringify(await ask(await options(form)));
  } catch {
    toast({ text: form.dataset.failed, tone: "error" });
    return;
  }
  form.submit();
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", send);
    form.hidden = false;
  }
}
