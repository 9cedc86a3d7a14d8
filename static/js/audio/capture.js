/** What a microphone of its own hears, as pieces of PCM16; dictation shares nothing with the call's. Event: `ended`, it went. */

import { Emitter } from "../lib/emitter.js";
import { isFirefox } from "./firefox.js";
import { Microphone } from "./microphone.js";
import { Pieces } from "./pieces.js";

const RATE = 24_000;

export class Capture extends Emitter {
  /** @type {Microphone | null} */ #microphone = null;
  /** @type {AudioContext | null} */ #context = null;
  #isReleased = false;

  /**
   * To be called inside the tap.
   * @param {string} worklet its address
   * @param {string} device "": the system's own
   * @param {(sound: import("../dictation/speech-gate.js").Sound) => void} hear
   * @returns {Promise<void>} when it hears, or was released meanwhile
   * @throws {import("../lib/problem.js").Problem}
   */
  async open(worklet, device, hear) {
    this.#context = contextAt(RATE);
    const [microphone] = await Promise.all([Microphone.open(device), this.#context.audioWorklet.addModule(worklet)]);
    this.#microphone = microphone;
    if (this.#isReleased) return this.release();
    this.#connect(this.#context, microphone, hear);
  }

  /** At once: the browser's sign of a used microphone goes with it. */
  release() {
    this.#isReleased = true;
    this.#microphone?.release();
    if (this.#context && this.#context.state !== "closed") void this.#context.close();
  }

  /**
   * @param {AudioContext} context
   * @param {Microphone} microphone
   * @param {(sound: import("../dictation/speech-gate.js").Sound) => void} hear
   */
  #connect(context, microphone, hear) {
    new Pieces(context, (sound) => this.#isReleased || hear(sound)).listen(microphone.stream);
    microphone.onEnd(() => this.#isReleased || this.emit("ended"));
    microphone.switch(true);
    if (context.state === "suspended") void context.resume();
  }
}

/**
 * @param {number} sampleRate
 * @returns {AudioContext} one of the system's own rate where a browser joins a microphone to no other
 */
function contextAt(sampleRate) {
  return isFirefox() ? new AudioContext() : new AudioContext({ sampleRate });
}
