// A bulk change that goes on by itself: whoever began it on this page is told once it has ended, with Undo. The sidebar, which
// is live, knows when.
import { toast } from "../toasts.js";

const begun = new Set();

function tell() {
  for (const id of begun) {
    const words = document.querySelector(`#job-${id} .job__words`); // while it is under way there is a progress instead
    if (!words) continue;
    begun.delete(id);
    const job = words.closest(".job");
    const undo = job.querySelector("form")?.getAttribute("action") ?? "";
    toast({ text: words.textContent.trim(), undo, tone: job.dataset.tone ? "error" : "" }); // it was stopped
  }
}

// What has ended when the server answers was told by its answer.
document.addEventListener("contacts:job", ({ detail }) => {
  if (detail.ended) begun.delete(detail.id);
  else begun.add(detail.id);
  tell();
});
document.addEventListener("live:changed", tell);
// Of a job that is canceled or taken back the answer tells.
document.addEventListener("submit", ({ target }) => begun.delete(Number(target.closest(".job")?.id.slice("job-".length))));
