// The page of deleted contacts.
import "../dialogs.js";
import "../live.js";
import "./segments.js";
