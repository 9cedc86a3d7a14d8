/**
 * A call in which nobody speaks, or that is too long. The server ends it at its limits; this end asks before, and ends it
 * by itself where the server cannot reach the provider. Events: `ask` (until when), `answered`, `over` (why).
 */

import { Emitter } from "../lib/emitter.js";

const GRACE_MS = 3_000; // the server is first, where it can
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const ON = new Set(["live", "reconnecting"]);
const STARTING = new Set(["permission", "connecting"]);

/** @typedef {import("./states.js").Facts} Facts */
/** @typedef {{left_s: number, ask_s: number, idle_s: number}} Limits in seconds; `left_s` of the longest time */

export class Idling extends Emitter {
  /** @type {Limits | null} */ #limits = null;
  /** @type {number | null} since when nobody speaks; null: somebody does, or there is no call */ #since = null;
  #asking = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #next;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #last;

  /** @param {Limits} limits of the session that has just begun */
  limit(limits) {
    this.#limits = limits;
    clearTimeout(this.#last);
    const left = limits.left_s * 1_000 + GRACE_MS;
    this.#last = setTimeout(() => this.emit("over", "limit"), Math.min(left, LONGEST_TIMER_MS));
    this.#wait();
  }

  /** @param {Readonly<Facts>} facts */
  hear({ phase, listening, speaking, thinking, tool }) {
    if (STARTING.has(phase)) return;
    if (!ON.has(phase)) return this.#stop();
    if (listening || speaking || thinking || tool !== null) this.#since = null;
    else this.#since ??= Date.now();
    this.#wait();
  }

  /** Somebody is there. */
  stay() {
    if (this.#since !== null) this.#since = Date.now();
    this.#wait();
  }

  #stop() {
    clearTimeout(this.#last);
    this.#since = null;
    this.#wait();
  }

  #wait() {
    clearTimeout(this.#next);
    if (this.#since === null || !this.#limits) return this.#answered();
    const [ask, end] = [this.#limits.ask_s, this.#limits.idle_s].map((seconds) => Number(this.#since) + seconds * 1_000);
    if (Date.now() >= end + GRACE_MS) return this.emit("over", "idle");
    if (Date.now() >= ask) this.#ask(end);
    else this.#answered();
    const due = this.#asking ? end + GRACE_MS : ask;
    this.#next = setTimeout(() => this.#wait(), Math.min(due - Date.now(), LONGEST_TIMER_MS));
  }

  /** @param {number} until milliseconds since 1970 */
  #ask(until) {
    if (this.#asking) return;
    this.#asking = true;
    this.emit("ask", until);
  }

  #answered() {
    if (!this.#asking) return;
    this.#asking = false;
    this.emit("answered");
  }
}
