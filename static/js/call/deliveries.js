/** What a session is given to know and to answer: the replay first, then what is delivered, in its order. */

import { within } from "../lib/within.js";
import { PlacedItems } from "./placed-items.js";

const REPLAY_WITHIN_MS = 3_000;

/** @typedef {import("./placed-items.js").Item} Item */
/** @typedef {{items: Item[], respond: boolean, again?: boolean}} Delivery again: a person asks for it */

export class Deliveries {
  #items;
  #responses;
  #isReplayed = false;
  /** @type {Delivery[]} came before the replay was in */ #early = [];

  /**
   * @param {(event: object) => void} send to the provider
   * @param {Pick<import("./responses.js").ResponseGate, 'request'>} responses
   */
  constructor(send, responses) {
    this.#items = new PlacedItems(send);
    this.#responses = responses;
  }

  /** @returns {boolean} whether the replay is in, and deliveries are no longer kept back */
  get isReplayed() {
    return this.#isReplayed;
  }

  /**
   * @param {Item[]} items
   * @returns {Promise<void>} when the provider has them
   */
  async replay(items) {
    this.#items.place(items);
    // A provider that echoes no items must not keep the microphone off for ever.
    await within(REPLAY_WITHIN_MS, this.#items.settled());
  }

  /** The replay is in, and what came meanwhile follows it. */
  begin() {
    this.#isReplayed = true;
    this.#early.splice(0).forEach((delivery) => this.deliver(delivery));
  }

  /** @param {Delivery} delivery what is here already is neither placed nor answered again */
  deliver({ items, respond, again = false }) {
    if (!this.#isReplayed) return void this.#early.push({ items, respond, again });
    this.#items.place(items, again);
    if (respond) this.#responses.request(items.map(({ id }) => id), again);
  }

  /** @param {import("./reduce.js").ProviderEvent} event */
  hear(event) {
    this.#items.hear(event);
  }
}
