// The website chat's own page. Without this script it is a form and a list; with it, it is live.
import "./chat-below.js";
import "./chat-composer.js";
import "./chat-details.js";
import { known, refresh } from "./chat-thread.js";
import { listen } from "./chat-stream.js";

// The server writes times; only the browser knows in which time zone.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && zone !== document.body.dataset.zone) {
  document.cookie = `tappa_zone=${zone}; path=/chat; max-age=31536000; samesite=lax`;
  if (known()) refresh();
}
if (known()) listen();
document.addEventListener("chat:known", listen);
