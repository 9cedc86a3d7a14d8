/**
 * Reports one session's provider events to Parley: numbered, kept until acknowledged, sent again when asked.
 * Events: `waiting` (what waits has changed), `drained`, `unkept` (the browser cannot write), `closed`.
 */

import { Emitter } from "../lib/emitter.js";
import { reduce } from "./reduce.js";
import { Resending } from "./resending.js";
import { Unacknowledged } from "./unacknowledged.js";

/** Frame refusals that sending the same again cannot cure. */
const NEVER = new Set(
  ["not_json", "not_an_object", "too_large", "too_deep", "bad_text", "bad_number", "unknown_type", "bad_field"]);

/** @typedef {import("./outbox.js").Numbered} Numbered */
/** @typedef {import("../tab/socket.js").TabSocket} TabSocket */
/** @typedef {import("./outbox.js").Outbox} Outbox */

export class EventRelay extends Emitter {
  #socket;
  #outbox;
  #events;
  #sent = 0;
  #flushing = false;
  #resending = new Resending(() => this.#again());
  #closed = new AbortController();

  /**
   * @param {{socket: TabSocket, outbox: Outbox, session: string, pending?: Numbered[]}} options
   *   pending: what an earlier page left in the outbox
   */
  constructor({ socket, outbox, session, pending }) {
    super();
    this.#socket = socket;
    this.#outbox = outbox;
    this.session = session;
    this.#events = new Unacknowledged(pending);
    const { signal } = this.#closed;
    socket.on("open", () => this.#again(), { signal });
    socket.on("ack", (frame) => frame.session === session && this.#acknowledge(frame.through), { signal });
    socket.on("resend", (frame) => frame.session === session && this.#resend(frame.after), { signal });
    socket.on("error", (frame) => this.#refused(frame), { signal });
    this.#flushSoon();
  }

  /** @returns {number} how many events are not acknowledged yet */
  get waiting() {
    return this.#events.size;
  }

  /** @returns {number | null} since when the oldest of them waits */
  get waitingSince() {
    return this.#events.since;
  }

  /** @returns {number | null} since when there is no room for what is said */
  get unkeptSince() {
    return this.#events.unkeptSince;
  }

  /** @param {import("./reduce.js").ProviderEvent} event as heard; one that is not relayed gets no number */
  hear(event) {
    const reduced = reduce(event);
    if (!reduced) return;
    const changed = this.#events.add(reduced);
    this.emit("waiting");
    if (!changed.length) return; // no room: the page says so
    this.#keeping(this.#outbox.put(this.session, changed));
    this.#flushSoon();
  }

  /** @returns {Promise<void>} when everything heard so far is acknowledged */
  drained() {
    if (!this.waiting) return Promise.resolve();
    return new Promise((resolve) => this.on("drained", () => resolve(), { once: true }));
  }

  close() {
    this.#closed.abort();
    this.#resending.stop();
    this.emit("closed");
  }

  #flushSoon() {
    if (this.#flushing) return;
    this.#flushing = true;
    queueMicrotask(() => {
      this.#flushing = false;
      this.#flush();
    });
  }

  /** One frame at a time is under way: its acknowledgement sends the next, so batches grow as the line slows. */
  #flush() {
    if (this.#isUnderWay() || !this.waiting || this.#closed.signal.aborted) return;
    const events = this.#events.frame();
    if (!this.#socket.send({ type: "relay", session: this.session, events })) return;
    this.#sent = events[events.length - 1].n;
    this.#resending.expectAnswer();
  }

  #isUnderWay() {
    return this.#events.first <= this.#sent;
  }

  #again() {
    this.#resending.stop();
    this.#sent = 0;
    this.#flush();
  }

  /** @param {number} through */
  #acknowledge(through) {
    if (!this.#events.acknowledge(through)) return;
    this.#keeping(this.#outbox.drop(this.session, through));
    this.#resending.answered();
    this.emit("waiting");
    if (!this.waiting) this.emit("drained");
    if (this.#isUnderWay()) this.#resending.expectAnswer();
    this.#flush();
  }

  /** @param {number} after */
  #resend(after) {
    this.#acknowledge(after);
    this.#events.fillFrom(after + 1);
    this.#again();
  }

  /** @param {{code: string, n?: number | null, session?: string}} refusal of a frame; n names a single event */
  #refused({ code, n, session }) {
    const isOurs = session ? session === this.session : this.#isUnderWay();
    if (!isOurs || Number.isInteger(n)) return;
    if (code === "unknown_session") this.#abandon();
    if (code === "not_saved") this.#resending.expectSaving();
    if (!NEVER.has(code) || !this.#isUnderWay()) return;
    this.#events.isolate();
    this.#again();
  }

  /** The server does not know the session (any more): nothing of it can ever be stored. */
  #abandon() {
    this.#events.clear();
    this.#keeping(this.#outbox.drop(this.session));
    this.emit("drained");
    this.close();
  }

  /**
   * A browser that cannot write (private mode, full disk) still reports: memory holds the same list.
   * @param {Promise<void>} writing
   */
  #keeping(writing) {
    writing.catch((error) => this.emit("unkept", error));
  }
}
