/** AudioWorklet: sound as PCM16 at 24 kHz in pieces of 40 ms, each with how loud and how shrill it is. */

import { Resampler } from "./resampler.js";

const RATE = 24_000;
const PIECE = 960;

/** The globals of an AudioWorklet are in none of TypeScript's libraries. @type {any} */
const scope = globalThis;

class Pcm16 extends scope.AudioWorkletProcessor {
  #samples = new Int16Array(PIECE);
  #filled = 0;
  #resampler = new Resampler(scope.sampleRate, RATE);
  #isOver = false;

  constructor() {
    super();
    this.port.onmessage = () => (this.#isOver = true); // whoever listened has gone
  }

  /**
   * @param {Float32Array[][]} inputs
   * @returns {boolean} whether to go on
   */
  process([[sound]]) {
    if (sound) for (const level of this.#resampler.push(sound)) this.#put(level);
    return !this.#isOver;
  }

  /** @param {number} level -1 to 1 */
  #put(level) {
    this.#samples[this.#filled++] = Math.max(-1, Math.min(1, level)) * 32_767;
    if (this.#filled < PIECE) return;
    this.port.postMessage({ pcm: this.#samples.buffer, ...measured(this.#samples) }, [this.#samples.buffer]);
    this.#samples = new Int16Array(PIECE);
    this.#filled = 0;
  }
}

/** @param {Int16Array} samples */
function measured(samples) {
  let [power, crossings] = [0, 0];
  for (let at = 1; at < samples.length; at += 1) {
    power += samples[at] * samples[at];
    if (samples[at] < 0 !== samples[at - 1] < 0) crossings += 1;
  }
  return { loudness: Math.sqrt(power / samples.length) / 32_768, crossings: crossings / samples.length };
}

scope.registerProcessor("pcm16", Pcm16);
