/**
 * How long the tab's socket waits before it comes back: the shorter it was away the sooner, each tab at a moment of its own.
 * `tests/js/tab/storm.test.js` shows what that makes of 500 tabs.
 */

const RESTART = 1012;
const TOO_BUSY = 1013;
const FIRST_MS = 500;
const RESTART_MS = 1_000;
const LONGEST_MS = 6_000;

/** An outage of t is over for every tab after 1.5 t and half a second, as long as the longest wait is not reached. */
const OF_TIME_AWAY = 0.5;

export class Comeback {
  #random;
  /** @type {number | null} since when it has not been well; milliseconds */ #since = null;

  /** @param {() => number} [random] */
  constructor(random = Math.random) {
    this.#random = random;
  }

  /**
   * @param {number} code why the socket closed
   * @returns {number} milliseconds until the next try
   */
  after(code) {
    return this.#random() * this.#ceiling(code);
  }

  /** It has been there for long enough: the next loss is a new one. */
  settle() {
    this.#since = null;
  }

  /** @param {number} code */
  #ceiling(code) {
    if (code === RESTART) this.#since = Date.now(); // it goes in order, and will be back
    const away = Date.now() - (this.#since ??= Date.now());
    if (code === TOO_BUSY) return LONGEST_MS; // or it has no database: soon enough, and not all at once
    if (code === RESTART) return RESTART_MS;
    return Math.min(LONGEST_MS, FIRST_MS + OF_TIME_AWAY * away);
  }
}
