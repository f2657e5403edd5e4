// What every page runs: theme, messages, menus, the live regions.
import "./theme.js";
import "./toasts.js";
import "./menus.js";
import "./signed-out.js";
import "./live.js";
