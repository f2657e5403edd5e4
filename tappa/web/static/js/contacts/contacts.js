// The Contacts page.
import "../dialogs.js";
import "../live.js";
import "./navigate.js";
import "./search.js";
import "./fields.js";
import "./filter.js";
import "./columns.js";
import "./keys.js";
import "./segments.js";
import "./send.js";
import "./selection.js";
import "./jobs.js";
