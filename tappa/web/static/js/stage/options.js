// The options of a picker: which are shown by what is typed, and which one is active.
import { fold } from "../fold.js";

export class Options {
  constructor(box) {
    this.box = box;
    this.search = box.querySelector("input[role=combobox]");
    this.all = [...box.querySelectorAll(".option")];
    this.search.addEventListener("input", () => this.filter());
    this.activate(this.afterChosen());
  }

  get sought() { return fold(this.search.value).trim(); }
  get shown() { return this.all.filter((option) => !option.hidden); }
  get clearing() { return this.box.querySelector("[data-clear]"); }

  // The step after the present one is the likeliest.
  afterChosen() {
    const at = this.all.findIndex((option) => option.ariaSelected === "true");
    const next = this.all[at + 1];
    return next && next.dataset.kind === "lifecycle" ? next : this.all[Math.max(at, 0)];
  }

  numbered(digit) { return this.all.find((option) => option.dataset.digit === digit); }

  choose(option) { option?.click(); }

  step(by) {
    const shown = this.shown;
    if (!shown.length) return;
    const at = shown.indexOf(this.active);
    this.activate(shown[(at + by + shown.length) % shown.length]);
  }

  activate(option) {
    this.active?.removeAttribute("data-active");
    this.active = option;
    option?.setAttribute("data-active", "");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.search.setAttribute("aria-activedescendant", option.id);
    else this.search.removeAttribute("aria-activedescendant");
  }

  filter() {
    const sought = this.sought;
    for (const option of this.all) option.hidden = !fold(option.querySelector(".grow").textContent).includes(sought);
    for (const group of this.box.querySelectorAll("[data-kind=lost][role=group]")) {
      group.hidden = ![...group.querySelectorAll(".option")].some((option) => !option.hidden);
    }
    const shown = this.shown;
    const best = shown.find((option) => fold(option.dataset.words).trim().startsWith(sought));
    this.box.querySelector(".picker__none").hidden = shown.length > 0;
    if (this.clearing) this.clearing.hidden = Boolean(sought);
    this.activate(sought ? (best ?? shown[0]) : this.afterChosen());
  }
}
