/**
 * A call's line to the provider: one session after another until it is closed.
 * Events: `event`, `change`, `partial`, `track`, `problem`, `note`, `limits`, `expires` of the session, and of the line itself
 * `fresh` (there is a session), `moving`, `moved`, `reconnecting`, `live`, `failed` (its Problem).
 */

import { Emitter } from "../lib/emitter.js";
import { openSession } from "./opening.js";
import { recover } from "./recovery.js";
import { Choosing, choiceOfPage } from "./transports/choosing.js";

const PASSED_ON = ["event", "change", "partial", "track", "problem", "note", "limits", "expires"];

/** What was said last is to be in the replay; after that time the call goes on without it. */
const SAVED_WITHIN_MS = 1_000;

/** @typedef {import("./provider-session.js").ProviderSession} ProviderSession */
/** @typedef {import("./deliveries.js").Delivery} Delivery */
/** @typedef {Pick<import("./opening.js").Opening, 'socket'|'outbox'|'saving'|'device'|'openMicrophone'|'isQuiet'>} Means */
/** @typedef {Pick<import("./opening.js").Opening, 'conversation'|'microphone'|'takeOver'|'moves'|'cutOff'> & {bySocket?: boolean}} Direction bySocket: before a reload it was */
/** @typedef {import("./moving.js").Reason} Reason */

export class Line extends Emitter {
  #means;
  /** @type {Direction | null} */ #direction = null;
  /** @type {ProviderSession | null} */ #session = null;
  /** @type {ProviderSession | null} the one before, until the next one is there */ #left = null;
  /** @type {Delivery[]} what came while there was no session */ #early = [];
  #over = new AbortController();
  #choosing = new Choosing();

  /** @param {Means} means */
  constructor(means) {
    super();
    this.#means = means;
  }

  /** @returns {ProviderSession | null} */
  get session() {
    return this.#session;
  }

  /** @returns {ProviderSession | null} what the call comes from, while it is on its way to a fresh session */
  get left() {
    return this.#left;
  }

  /** @returns {boolean} whether WebRTC did not get through in this call */
  get isBySocket() {
    return this.#choosing.hasFallenBack;
  }

  /** @returns {boolean} */
  get isIdle() {
    return this.#session?.isIdle ?? false;
  }

  /**
   * @param {Direction} direction
   * @returns {Promise<void>} when the provider has the replay
   * @throws {import("../lib/problem.js").Problem}
   */
  async open(direction) {
    this.#over = new AbortController();
    this.#direction = direction;
    this.#choosing.begin(choiceOfPage(), direction.bySocket);
    await this.#next(direction, this.#over.signal);
  }

  /**
   * Over to a fresh session; when that fails it is tried again like a lost one.
   * @param {Reason} reason
   * @param {{cutOff: boolean, listening: boolean}} state cutOff: it can wait no longer; listening: somebody is speaking
   */
  async move(reason, { cutOff, listening }) {
    const session = this.#session;
    if (!session || this.#left) return;
    if (cutOff) await session.cutOff(listening);
    await session.saved(SAVED_WITHIN_MS);
    if (this.#session !== session) return; // it was lost or closed meanwhile
    const start = performance.now();
    this.#leave();
    this.emit("moving");
    try {
      await this.#follow({ reason, cutOff }, this.#over.signal);
      performance.measure("parley.move", { start, detail: reason });
    } catch {
      await this.#recover();
    }
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
    const session = this.#session ?? this.#left;
    this.#session = this.#left = null;
    this.#early = [];
    this.#over.abort();
    if (gently) void session?.part();
    else session?.close();
    return session;
  }

  /**
   * @param {Direction} direction
   * @param {AbortSignal} signal
   */
  async #next(direction, signal) {
    const follow = (/** @type {ProviderSession} */ session) => this.#hear(session);
    const forget = () => void (this.#session = null);
    try {
      const session = await openSession({ ...this.#means, ...direction, choosing: this.#choosing, signal, follow, forget });
      session.on("lost", () => void this.#lose());
    } catch (error) {
      if (!this.#over.signal.aborted) this.#session = null;
      throw error;
    }
  }

  /** @param {ProviderSession} session */
  #hear(session) {
    this.#session = session;
    this.emit("fresh");
    for (const type of PASSED_ON) session.on(type, (detail) => this.emit(type, detail));
    session.on("away", () => this.emit("reconnecting"));
    session.on("back", () => this.emit("live"));
    this.#early.splice(0).forEach((delivery) => session.deliver(delivery));
  }

  #leave() {
    this.#left = this.#session;
    this.#session = null;
    this.#left?.close();
  }

  /**
   * @param {{reason: Reason, cutOff: boolean}} move
   * @param {AbortSignal} signal
   */
  async #follow({ reason, cutOff }, signal) {
    const before = /** @type {ProviderSession} */ (this.#left);
    const direction = /** @type {Direction} */ (this.#direction);
    await this.#next({ ...direction, takeOver: false, moves: before.id, cutOff }, signal);
    const after = /** @type {ProviderSession} */ (this.#session);
    this.#left = null;
    this.emit("moved", { reason, before, after });
  }

  async #lose() {
    this.#leave();
    await this.#recover();
  }

  async #recover() {
    const { signal } = this.#over;
    if (signal.aborted) return;
    this.emit("reconnecting");
    try {
      await recover((limited) => this.#again(limited), signal);
      this.emit("live");
    } catch (error) {
      if (!signal.aborted) this.emit("failed", error);
    }
  }

  /** @param {AbortSignal} signal */
  async #again(signal) {
    await this.#left?.saved(SAVED_WITHIN_MS);
    await this.#follow({ reason: "lost", cutOff: true }, signal);
  }
}
