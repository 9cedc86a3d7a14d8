/** Starts the call: one start however often it is clicked, the microphone asked for first. */

import { isMicrophoneGranted } from "../audio/microphone.js";

/** @typedef {import("./situation.js").Wish} Wish */
/**
 * @typedef {object} Parts
 * @property {import("./situation.js").Situation} call
 * @property {import("./line.js").Line} line
 * @property {import("../audio/sound.js").Sound} sound
 * @property {import("./ending.js").Ending} ending
 */

export class Starting {
  #parts;
  /** @type {Promise<void> | null} */ #underWay = null;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * @param {Wish} wish
   * @returns {Promise<void>} while one is under way, another is the same
   */
  start(wish) {
    this.#underWay ??= this.#start(wish).finally(() => (this.#underWay = null));
    return this.#underWay;
  }

  /** @param {Wish} wish */
  async #start(wish) {
    const { call, ending } = this.#parts;
    if (call.isAlready(wish)) return;
    if (call.isOn) await ending.end("ended");
    call.begin(wish);
    try {
      await this.#open(wish);
    } catch (error) {
      // Whoever hung up meanwhile knows already that this start came to nothing.
      if (call.isOn) ending.fail(error);
    }
  }

  /** @param {Wish} wish */
  async #open({ conversation, microphone, takeOver = false, moves, bySocket }) {
    const { call, line } = this.#parts;
    if (microphone && !(await isMicrophoneGranted())) await this.#ask();
    if (!call.isOn) return;
    await line.open({ conversation, microphone, takeOver, moves, cutOff: Boolean(moves), bySocket });
    call.change({ phase: "live" });
  }

  /** Asking comes first, so that a "no" leaves no session and no token grows old while the person thinks. */
  async #ask() {
    const { call, sound } = this.#parts;
    call.change({ phase: "permission" });
    await sound.microphone();
    if (call.isOn) call.change({ phase: "connecting" });
  }
}
