// The Inbox. Everything here only makes quicker what links and forms do by themselves.
import "../stage/picker.js";
import "./select.js";
import "./filter.js";
import "./sidebar.js";
import "./arrange.js";
import "./rows.js";
import "./selection.js";
import "./swipe.js";
import "./keys.js";
import "./thread.js";
import "./pane.js";
import "./composer.js";
import "./outbox.js";
import "./mentions.js";
import "./presence.js";
