/** The events of one session that Parley has not acknowledged: numbers them and cuts them into frames. No I/O. */

import { EVENT_BYTES, bytesOf, fit } from "./fit.js";

const FRAME_EVENTS = 100;
const FRAME_BYTES = 60 * 1024;

/** Stands for an event that could not be kept or sent; the server refuses it and counts its number as handled. */
export const LOST = { type: "parley.lost" };

/** @typedef {import("./outbox.js").Numbered} Numbered */

export class Unacknowledged {
  #events;
  #last;
  #frameEvents = FRAME_EVENTS;

  /** @param {Numbered[]} [events] what an earlier page left */
  constructor(events = []) {
    this.#events = events;
    this.#last = events.at(-1)?.n ?? 0;
  }

  get size() {
    return this.#events.length;
  }

  /** @returns {number} the lowest number that is not acknowledged; Infinity when there is none */
  get first() {
    return this.#events[0]?.n ?? Infinity;
  }

  /**
   * @param {import("./reduce.js").ProviderEvent} event reduced
   * @returns {Numbered}
   */
  add(event) {
    const fitted = fit(event);
    const numbered = { n: (this.#last += 1), event: bytesOf(fitted) > EVENT_BYTES ? LOST : fitted };
    this.#events.push(numbered);
    return numbered;
  }

  /** @returns {Numbered[]} what goes into the next frame */
  frame() {
    let bytes = 0;
    const most = this.#events.slice(0, this.#frameEvents);
    const end = most.findIndex((numbered) => (bytes += bytesOf(numbered) + 1) > FRAME_BYTES);
    return end < 0 ? most : most.slice(0, Math.max(1, end));
  }

  /**
   * @param {number} through
   * @returns {boolean} whether that was news
   */
  acknowledge(through) {
    const had = this.size;
    this.#events = this.#events.filter(({ n }) => n > through);
    if (this.size < had) this.#frameEvents = FRAME_EVENTS;
    return this.size < had;
  }

  /**
   * A number that was given but could not be kept would stop all later ones for ever.
   * @param {number} wanted the number that the server misses
   */
  fillFrom(wanted) {
    if (!this.size) return;
    const missing = Math.max(0, this.first - wanted);
    this.#events.unshift(...Array.from({ length: missing }, (_, i) => ({ n: wanted + i, event: LOST })));
  }

  /** Send one by one from here; a single event that is refused again gives up its content, not its number. */
  isolate() {
    if (this.#frameEvents === 1 && this.size) this.#events[0] = { n: this.first, event: LOST };
    this.#frameEvents = 1;
  }

  clear() {
    this.#events = [];
  }
}
