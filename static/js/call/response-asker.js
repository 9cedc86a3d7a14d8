/** Who sends `response.create`: the server while it hears the call itself, else this page. */

const PATIENCE_MS = 3_000;

/** What the server sent just before it was lost has begun by then. */
const GRACE_MS = 1_000;

/**
 * @typedef {object} Ways
 * @property {(id: string) => void} create send it from here
 * @property {() => boolean} respond ask the server for it; false when it cannot be reached
 * @property {() => boolean} isTaken whether the provider has all that is to be answered
 */

export class ResponseAsker {
  #ways;
  #isAttached = false;
  /** @type {string | null} the request that the server has, or is to have */ #waiting = null;
  #isHanded = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #patience;

  /** @param {Ways} ways */
  constructor(ways) {
    this.#ways = ways;
  }

  /** @param {string} id of the request */
  ask(id) {
    if (!this.#isAttached) return this.#ways.create(id);
    this.#waiting = id;
    this.#wait(PATIENCE_MS);
    this.hand();
  }

  /** Not before the provider has the items: the server would have an answer made that does not know them. */
  hand() {
    if (!this.#waiting || this.#isHanded || !this.#ways.isTaken()) return;
    this.#isHanded = this.#ways.respond();
    if (!this.#isHanded) this.#askAlone();
  }

  /** The request is settled, or of no use any more. */
  forget() {
    clearTimeout(this.#patience);
    this.#waiting = null;
    this.#isHanded = false;
  }

  /** @param {boolean} on whether the server hears the call itself, and can be asked */
  attach(on) {
    if (this.#isAttached === on) return;
    this.#isAttached = on;
    if (on || !this.#waiting) return;
    if (this.#isHanded) this.#wait(GRACE_MS);
    else this.#askAlone();
  }

  /** The server says that it does not hear the call, or not what is to be answered. */
  refuse() {
    if (this.#waiting) this.#askAlone();
  }

  /** @param {number} ms */
  #wait(ms) {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => this.#askAlone(), ms);
  }

  #askAlone() {
    const id = /** @type {string} */ (this.#waiting);
    this.forget();
    this.#ways.create(id);
  }
}
