// The emoji of the stages.
import { offerEmoji } from "../emoji-picker.js";
import { changed, field, rowOf } from "./draft.js";

offerEmoji("#stages button.stage-row__emoji", (button) => field(rowOf(button), "emoji"), changed);
