/** The events of one session that Parley has not acknowledged: numbers them and cuts them into frames. No I/O. */

import { EVENT_BYTES, bytesOf, fit } from "./fit.js";

const FRAME_EVENTS = 100;
const FRAME_BYTES = 60 * 1024;
const KEPT_EVENTS = 1_000;
const KEPT_MS = 5 * 60_000;

/** Stands for an event that could not be kept or sent; the server refuses it and counts its number as handled. */
export const LOST = { type: "parley.lost" };

/** What a later event says again, or what is no part of the conversation: it goes first when too much waits. */
const SPARE = new Set([
  "session.created", "session.updated", "response.created", "response.output_audio_transcript.done",
  "response.output_text.done", "error",
]);

/** @typedef {import("./outbox.js").Numbered} Numbered */
/** @typedef {import("./reduce.js").ProviderEvent} ProviderEvent */

export class Unacknowledged {
  #events;
  #last;
  #frameEvents = FRAME_EVENTS;
  /** @type {Map<number, number>} number to the moment it was heard */ #heardAt = new Map();
  /** @type {number | null} from then on something that was said is not kept */ #unkeptSince = null;

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

  /** @returns {number | null} when the oldest of them was heard */
  get since() {
    return this.#heardAt.values().next().value ?? null;
  }

  get unkeptSince() {
    return this.#unkeptSince;
  }

  /**
   * @param {ProviderEvent} event reduced
   * @returns {Numbered[]} what is new or has changed; none when there is no room for it
   */
  add(event) {
    const changed = this.#makeRoom(event);
    if (!changed) return [];
    const fitted = fit(event);
    const numbered = { n: (this.#last += 1), event: bytesOf(fitted) > EVENT_BYTES ? LOST : fitted };
    this.#events.push(numbered);
    this.#heardAt.set(numbered.n, Date.now());
    return [...changed, numbered];
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
    for (const n of this.#heardAt.keys()) if (n <= through) this.#heardAt.delete(n);
    if (!this.size) this.#unkeptSince = null;
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
    this.acknowledge(Infinity);
  }

  /**
   * @param {ProviderEvent} event
   * @returns {Numbered[] | null} what gave its place away; null when nothing could
   */
  #makeRoom({ type }) {
    if (!this.#isFull()) return [];
    const at = SPARE.has(type) ? -1 : this.#events.findIndex(({ event }) => SPARE.has(event.type));
    if (at >= 0) return [(this.#events[at] = { n: this.#events[at].n, event: LOST })];
    if (!SPARE.has(type)) this.#unkeptSince ??= Date.now();
    return null;
  }

  #isFull() {
    if (this.since !== null && Date.now() - this.since >= KEPT_MS) return true;
    return this.size >= KEPT_EVENTS && this.#events.filter(({ event }) => event !== LOST).length >= KEPT_EVENTS;
  }
}
