/** What is known of the call right now. Event: `facts`, when something changed. */

import { Emitter } from "../lib/emitter.js";
import { NO_CALL } from "./states.js";

const ON = new Set(["permission", "connecting", "live", "reconnecting"]);

/** Nobody speaks or works. */
export const QUIET = Object.freeze({
  holding: false, listening: false, thinking: false, tool: null, approval: false, speaking: false, unheard: false,
});

/** @typedef {import("./states.js").Facts} Facts */
/**
 * @typedef {object} Wish
 * @property {string} conversation
 * @property {string} title
 * @property {boolean} microphone
 * @property {boolean} [takeOver]
 * @property {boolean} [muted]
 * @property {boolean} [stopped]
 * @property {number} [startedAt]
 * @property {string} [moves] the session of the same call that was left: before a reload
 * @property {boolean} [bySocket] WebRTC did not get through, before a reload
 */

/** The verbs are the subclass's; from outside it is read. */
export class Situation extends Emitter {
  /** @type {Readonly<Facts>} */ #facts = NO_CALL;
  /** @type {Wish | null} what the person asked for */ #wish = null;
  #startedAt = 0;

  get facts() {
    return this.#facts;
  }

  /** @returns {string | null} also after its end, until the next call */
  get conversation() {
    return this.#wish?.conversation ?? null;
  }

  get title() {
    return this.#wish?.title ?? "";
  }

  /** @returns {number} milliseconds since 1970; 0 when this call was not live yet */
  get startedAt() {
    return this.#startedAt;
  }

  /** @returns {boolean} whether there is a call, be it only on its way */
  get isOn() {
    return ON.has(this.#facts.phase);
  }

  /** @param {Wish} wish */
  begin(wish) {
    const kept = this.#lost(wish.conversation);
    this.#wish = wish;
    const { microphone, muted = kept.muted, stopped = kept.stopped, startedAt = 0 } = wish;
    this.#startedAt = startedAt; // a call that goes on after a reload has its age
    const { degraded, unsaved, unkeptSince } = this.#facts; // no call's own
    this.change({ ...NO_CALL, phase: "connecting", microphone, muted, stopped, degraded, unsaved, unkeptSince });
  }

  /**
   * @param {string} conversation
   * @returns {Pick<Facts, 'muted'|'stopped'>} as it was in a call that was lost, and is begun again; else off
   */
  #lost(conversation) {
    const goesOn = this.#facts.problem?.code === "call_lost" && this.conversation === conversation;
    return goesOn ? this.#facts : NO_CALL;
  }

  /**
   * @param {Wish} wish
   * @returns {boolean} whether that is the call that goes on already
   */
  isAlready({ conversation, microphone }) {
    return this.isOn && this.conversation === conversation && this.#facts.microphone === microphone;
  }

  /** @returns {import("./saved-call.js").SavedCall | null} what starts this call again; null when there is none */
  again() {
    const { muted, stopped } = this.#facts;
    return this.#wish && this.isOn ? { ...this.#wish, muted, stopped, startedAt: this.#startedAt } : null;
  }

  /** @param {Partial<Facts>} change */
  change(change) {
    const before = this.#facts;
    this.#facts = Object.freeze({ ...before, ...change });
    if (this.#facts.phase === "live") this.#startedAt ||= Date.now();
    const keys = /** @type {(keyof Facts)[]} */ (Object.keys(change));
    if (keys.some((key) => before[key] !== this.#facts[key])) this.emit("facts", this.#facts);
  }
}
