/** AudioWorklet: sound as PCM16 at 24 kHz in pieces of 40 ms, each with how loud and how shrill it is. */

const RATE = 24_000;
const PIECE = 960;

/** The globals of an AudioWorklet are in none of TypeScript's libraries. @type {any} */
const scope = globalThis;

class Pcm16 extends scope.AudioWorkletProcessor {
  #samples = new Int16Array(PIECE);
  #filled = 0;
  #step = scope.sampleRate / RATE; // above 1: the context would not run at our rate
  #at = 0;

  /**
   * @param {Float32Array[][]} inputs
   * @returns {boolean} whether to go on
   */
  process([[sound]]) {
    if (!sound) return true;
    for (; this.#at < sound.length; this.#at += this.#step) this.#put(mean(sound, this.#at, this.#step));
    this.#at -= sound.length;
    return true;
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

/**
 * What lies between two of our samples, as one: it keeps out most of what our rate cannot hold.
 * @param {Float32Array} sound
 * @param {number} from
 * @param {number} step
 */
function mean(sound, from, step) {
  const [first, last] = [Math.floor(from), Math.min(sound.length, Math.max(Math.floor(from) + 1, Math.floor(from + step)))];
  let sum = 0;
  for (let at = first; at < last; at += 1) sum += sound[at];
  return sum / (last - first);
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
