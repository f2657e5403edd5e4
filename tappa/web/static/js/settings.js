// What the pages of the settings run: buttons that copy, and dialogs over the page.
import "./copy.js";
import "./dialogs.js";
