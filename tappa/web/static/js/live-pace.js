// How often a page asks: on a machine that keeps up, as often as it may; on one that does not, so seldom that asking and
// showing take a quarter of the time. What a person does then still comes through, and only the news comes later.
const SHARE = 4;
const LONGEST = 5_000;

export class Pace {
  #request = null;
  #last = 0;
  #before = 0;

  // From the question until what was asked for is shown. Of the parts of one request the last counts.
  note(request, took) {
    if (request !== this.#request) this.#before = this.#last;
    this.#request = request;
    this.#last = took;
  }

  // The quicker of the last two: one slow answer is no slow machine.
  get took() {
    return Math.min(this.#last, this.#before);
  }

  // From one question to the next.
  get pause() {
    return Math.min(SHARE * this.took, LONGEST);
  }
}
