// What every page runs: theme, messages, menus, keys and the palette, the live regions.
import "./theme.js";
import "./toasts.js";
import "./menus.js";
import "./keys.js";
import "./palette.js";
import "./signed-out.js";
import "./live.js";
