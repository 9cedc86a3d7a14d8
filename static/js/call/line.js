/**
 * A call's line to the provider: one session after another until it is closed.
 * Events: `change`, `partial`, `track`, `problem`, `note` of the session, and `reconnecting`, `live`, `failed` (its Problem).
 */

import { Emitter } from "../lib/emitter.js";
import { openSession } from "./opening.js";
import { recover } from "./recovery.js";

const PASSED_ON = ["change", "partial", "track", "problem", "note", "limits"];

/** @typedef {import("./provider-session.js").ProviderSession} ProviderSession */
/** @typedef {{items: import("./placed-items.js").Item[], respond: boolean, again?: boolean}} Delivery again: a person asks for it */
/** @typedef {Pick<import("./opening.js").Opening, 'socket'|'outbox'|'saving'|'device'|'openMicrophone'|'isQuiet'>} Means */
/** @typedef {Pick<import("./opening.js").Opening, 'conversation'|'microphone'|'takeOver'|'moves'|'cutOff'>} Direction */
/** @typedef {import("./moving.js").Reason} Reason */

export class Line extends Emitter {
  #means;
  /** @type {ProviderSession | null} */ #session = null;
  /** @type {Delivery[]} what came while there was no session */ #early = [];
  #over = new AbortController();

  /** @param {Means} means */
  constructor(means) {
    super();
    this.#means = means;
  }

  /** @returns {ProviderSession | null} */
  get session() {
    return this.#session;
  }

  /**
   * @param {Direction} direction
   * @returns {Promise<void>} when the provider has the replay
   * @throws {import("../lib/problem.js").Problem}
   */
  async open(direction) {
    this.#over = new AbortController();
    await this.#next(direction);
  }

  /** @param {Delivery} delivery */
  deliver(delivery) {
    if (this.#session) this.#session.deliver(delivery);
    else this.#early.push(delivery);
  }

  interrupt() {
    this.#session?.interrupt();
  }

  /**
   * @param {boolean} [gently] another device goes on: what was said here is heard to its last word
   * @returns {ProviderSession | null} what was open: silent by now, but its last events may still be on their way
   */
  close(gently = false) {
    const session = this.#session;
    this.#session = null;
    this.#early = [];
    this.#over.abort();
    if (gently) void session?.part();
    else session?.close();
    return session;
  }

  /** @param {Direction} direction */
  async #next(direction) {
    const { signal } = this.#over;
    const follow = (/** @type {ProviderSession} */ session) => this.#follow(session);
    try {
      const session = await openSession({ ...this.#means, ...direction, signal, follow });
      session.on("lost", () => void this.#recover(direction));
    } catch (error) {
      if (!signal.aborted) this.#session = null;
      throw error;
    }
  }

  /** @param {ProviderSession} session */
  #follow(session) {
    this.#session = session;
    for (const type of PASSED_ON) session.on(type, (detail) => this.emit(type, detail));
    this.#early.splice(0).forEach((delivery) => session.deliver(delivery));
  }

  /** @param {Direction} direction */
  async #recover(direction) {
    const { signal } = this.#over;
    this.#session?.close();
    this.#session = null;
    this.emit("reconnecting");
    try {
      await recover(() => this.#next({ ...direction, takeOver: false }), signal);
      this.emit("live");
    } catch (error) {
      if (!signal.aborted) this.emit("failed", error);
    }
  }
}
