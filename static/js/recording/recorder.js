/** One recording by the microphone. Event: `stopped`, by itself: it is as long as one may be, or the microphone went. */

import { Levels } from "../audio/levels.js";
import { Microphone } from "../audio/microphone.js";
import { Emitter } from "../lib/emitter.js";
import { Problem } from "../lib/problem.js";

const BITS_A_SECOND = 32_000;
/** Opus where the browser has it; Safari's older ones have MP4 only. */
const KINDS = ["audio/webm;codecs=opus", "audio/mp4;codecs=mp4a.40.2", "audio/mp4"];
const NONE = new Problem("no_recorder", "This browser cannot record. Write your message instead.", false);

/** @typedef {{sound: Blob, ms: number}} Recorded */

export class Recorder extends Emitter {
  #levels = new Levels();
  #longestMs;
  /** @type {Microphone | null} */ #microphone = null;
  /** @type {MediaRecorder | null} */ #recorder = null;
  #startedAt = 0;
  #isCancelled = false;

  /** @param {number} longestMs */
  constructor(longestMs) {
    super();
    this.#longestMs = longestMs;
  }

  get ms() {
    return this.#recorder ? Math.min(performance.now() - this.#startedAt, this.#longestMs) : 0;
  }

  /** @returns {number} 0 (silence) to 1 (loud) */
  get level() {
    return this.#levels.read("you");
  }

  /**
   * To be called inside a tap.
   * @param {string} device "": the system's own
   * @returns {Promise<void>} when it records, or was cancelled meanwhile
   * @throws {Problem}
   */
  async start(device) {
    if (!("MediaRecorder" in globalThis)) throw NONE;
    this.#levels.unlock();
    const microphone = (this.#microphone = await Microphone.open(device));
    if (this.#isCancelled) return this.cancel();
    this.#levels.watch("you", microphone.stream);
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    this.#recorder = new MediaRecorder(microphone.stream, { mimeType, audioBitsPerSecond: BITS_A_SECOND });
    microphone.switch(true);
    this.#recorder.start();
    this.#startedAt = performance.now();
    this.#recorder.onstop = () => this.emit("stopped"); // the microphone was pulled out
    setTimeout(() => this.#recorder && this.emit("stopped"), this.#longestMs);
  }

  /** @returns {Promise<Recorded | null>} what was recorded; null when nothing was */
  async stop() {
    const [recorder, ms] = [this.#recorder, this.ms];
    if (!recorder) return this.cancel(), null;
    /** @type {Promise<Blob>} */
    const made = new Promise((resolve) => (recorder.ondataavailable = ({ data }) => resolve(data)));
    recorder.onstop = null;
    if (recorder.state !== "inactive") recorder.stop();
    const sound = await made;
    this.cancel();
    return { sound, ms };
  }

  /** At once: the browser's sign of a used microphone goes with it. */
  cancel() {
    this.#isCancelled = true;
    if (this.#recorder) this.#recorder.onstop = null;
    if (this.#recorder?.state === "recording") this.#recorder.stop();
    this.#recorder = null;
    this.#levels.forget("you");
    this.#microphone?.release();
  }
}
