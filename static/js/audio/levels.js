/** How loud each voice is right now, for the meter and the orb. */

import { unlocked } from "./context.js";

const SAMPLES = 512;
const LOUD_RMS = 0.25;

/** @typedef {{source: MediaStreamAudioSourceNode, analyser: AnalyserNode}} Ear */

export class Levels {
  /** @type {AudioContext | null} */ #context = null;
  /** @type {Map<string, Ear>} */ #ears = new Map();
  #samples = new Float32Array(SAMPLES);

  /** To be called inside the tap: Safari starts no sound context anywhere else. */
  unlock() {
    this.#context = unlocked();
  }

  /**
   * @param {string} voice
   * @param {MediaStream} stream
   */
  watch(voice, stream) {
    if (!this.#context) return;
    this.forget(voice);
    const source = this.#context.createMediaStreamSource(stream);
    const analyser = new AnalyserNode(this.#context, { fftSize: SAMPLES });
    source.connect(analyser);
    this.#ears.set(voice, { source, analyser });
  }

  /** @param {string} voice */
  forget(voice) {
    this.#ears.get(voice)?.source.disconnect();
    this.#ears.delete(voice);
  }

  /**
   * @param {string} voice
   * @returns {number} 0 (silence) to 1 (loud)
   */
  read(voice) {
    const analyser = this.#ears.get(voice)?.analyser;
    if (!analyser) return 0;
    analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / SAMPLES;
    return Math.min(1, Math.sqrt(power) / LOUD_RMS);
  }
}
