/** Which items still wait for an answer. A response answers what the conversation held when it began. No I/O. */

/** @typedef {'taken'|'assumed'|'answered'} State taken: the conversation has it; assumed: our own request answers it */

export class DueAnswers {
  /** @type {Map<string, State>} in the order in which the conversation took them */ #states = new Map();
  /** @type {Set<string>} */ #due = new Set();

  /** @returns {string[]} */
  get ids() {
    return [...this.#due];
  }

  /** @returns {boolean} whether the conversation has all that is due */
  get isTaken() {
    return this.ids.every((id) => this.#states.has(id));
  }

  /** @returns {string | null} the due item that the conversation took last */
  get newest() {
    return [...this.#states.keys()].findLast((id) => this.#due.has(id)) ?? null;
  }

  /** @param {string[]} ids what has been answered already is not due again */
  add(ids) {
    for (const id of ids) if (!this.#isAnswered(id)) this.#due.add(id);
  }

  /** @param {string | undefined} id the conversation has it, or never will */
  take(id) {
    if (id && !this.#states.has(id)) this.#states.set(id, "taken");
  }

  /** A response has begun. */
  begin() {
    for (const id of this.#states.keys()) this.#settle(id, "answered");
  }

  /** @param {string[]} ids the response that has begun is the one that was asked for them */
  assume(ids) {
    for (const id of ids) if (!this.#isAnswered(id)) this.#settle(id, "assumed");
  }

  /** The answer to what came last is wanted once more. */
  renew() {
    const last = [...this.#states.keys()].at(-1);
    if (!last) return;
    this.#states.set(last, "taken");
    this.#due.add(last);
  }

  /** @param {string[]} ids it was another one after all */
  reopen(ids) {
    const open = ids.filter((id) => this.#states.get(id) === "assumed");
    for (const id of open) this.#states.set(id, "taken");
    this.add(open);
  }

  /** @param {string} id */
  #isAnswered(id) {
    const state = this.#states.get(id);
    return state === "assumed" || state === "answered";
  }

  /**
   * @param {string} id
   * @param {State} state
   */
  #settle(id, state) {
    this.#states.set(id, state);
    this.#due.delete(id);
  }
}
