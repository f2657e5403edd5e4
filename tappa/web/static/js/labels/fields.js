// The page of the custom fields: searched as one types, and put into order.
import "./find.js";
import "./order.js";
