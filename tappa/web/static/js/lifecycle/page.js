// The lifecycle page: the stages are a draft until they are saved. Without these scripts the same form posts every act.
import "./acts.js";
import "./clash.js";
import "./deletion.js";
import "./emoji.js";
import "./leave.js";
import "./lift.js";
import "./marks.js";
import "./save.js";
import "./sorting.js";
