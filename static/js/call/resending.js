/** When a frame that nobody answered goes out again. */

import { fullJitter } from "../lib/backoff.js";

const ANSWER_WITHIN_MS = 5_000;
const SAVED_LATER_MS = 2_000;

export class Resending {
  #again;
  #silences = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /** @param {() => void} again */
  constructor(again) {
    this.#again = again;
  }

  /** A frame is under way. */
  expectAnswer() {
    this.#after(ANSWER_WITHIN_MS + fullJitter(this.#silences));
    this.#silences += 1;
  }

  /** The server is there and cannot save: soon it can, and each tab comes at a moment of its own. */
  expectSaving() {
    this.#after(SAVED_LATER_MS * Math.random());
  }

  answered() {
    this.#silences = 0;
    this.stop();
  }

  stop() {
    clearTimeout(this.#timer);
  }

  /** @param {number} ms */
  #after(ms) {
    this.stop();
    this.#timer = setTimeout(this.#again, ms);
  }
}
