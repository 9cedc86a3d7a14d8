/** The conversation items that this session was given, by this page or the server: each is sent once. */

/** @typedef {{id: string, [field: string]: any}} Item */

export class PlacedItems {
  #send;
  /** @type {Set<string>} */ #placed = new Set();
  /** @type {Set<string>} sent, but neither heard back nor refused */ #open = new Set();
  /** @type {(() => void)[]} */ #waiting = [];

  /** @param {(event: object) => void} send */
  constructor(send) {
    this.#send = send;
  }

  /**
   * @param {Item[]} items what is there already is left alone
   * @param {boolean} [again] or gives its place to these
   */
  place(items, again = false) {
    if (again) items.forEach(({ id }) => this.#remove(id));
    for (const item of items.filter(({ id }) => !this.#placed.has(id))) {
      this.#placed.add(item.id);
      this.#open.add(item.id);
      this.#send({ type: "conversation.item.create", event_id: item.id, item });
    }
  }

  /** @returns {Promise<void>} when the provider has taken or refused all that was placed */
  settled() {
    if (!this.#open.size) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** @param {import("./reduce.js").ProviderEvent} event */
  hear(event) {
    if (event.type === "conversation.item.added") this.#take(event.item?.id);
    if (event.type === "error") this.#open.delete(event.error?.event_id);
    if (!this.#open.size) this.#waiting.splice(0).forEach((resolve) => resolve());
  }

  /** @param {string} id */
  #remove(id) {
    this.#placed.delete(id);
    this.#send({ type: "conversation.item.delete", item_id: id });
  }

  /** @param {string} id */
  #take(id) {
    this.#placed.add(id);
    this.#open.delete(id);
  }
}
