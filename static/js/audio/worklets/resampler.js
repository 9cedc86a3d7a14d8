/** Sound from one rate to another, piece by piece: a windowed sinc, cut below what both rates can hold. No I/O. */

const CROSSINGS = 8;
/** Points of the kernel from one crossing to the next; between two of them a straight line is near enough. */
const FINE = 128;
const CUT = 0.94;

/** Half of the kernel: it is the same to the other side. */
const KERNEL = Float32Array.from({ length: CROSSINGS * FINE + 2 }, (_, at) => windowedSinc(at / FINE));

/** What comes out lines up in time with what goes in; the last of it comes with `end`. */
export class Resampler {
  #step;
  #scale;
  #half;
  /** The last of the input, for the first of the next output. @type {Float32Array} */ #kept;
  /** Where in it the next output lies. */ #at;

  /**
   * @param {number} from samples in a second
   * @param {number} to
   */
  constructor(from, to) {
    this.#step = from / to;
    this.#scale = Math.min(1, to / from) * CUT;
    this.#half = Math.ceil(CROSSINGS / this.#scale);
    this.#kept = new Float32Array(this.#half);
    this.#at = this.#half;
  }

  /**
   * @param {Float32Array} sound
   * @returns {Float32Array}
   */
  push(sound) {
    if (this.#step === 1) return sound.slice();
    const all = joined(this.#kept, sound);
    const most = all.length - this.#half - 1;
    const out = new Float32Array(Math.max(0, Math.floor((most - this.#at) / this.#step) + 1));
    for (let at = 0; at < out.length; at += 1, this.#at += this.#step) out[at] = this.#sampleAt(all);
    const used = Math.floor(this.#at) - this.#half;
    this.#kept = all.slice(used);
    this.#at -= used;
    return out;
  }

  /** @returns {Float32Array} what was still to come */
  end() {
    return this.#step === 1 ? new Float32Array(0) : this.push(new Float32Array(this.#half + 1));
  }

  /** @param {Float32Array} all */
  #sampleAt(all) {
    const first = Math.ceil(this.#at - this.#half);
    const last = Math.floor(this.#at + this.#half);
    let sum = 0;
    for (let at = first; at <= last; at += 1) sum += all[at] * kernelAt(Math.abs(at - this.#at) * this.#scale);
    return sum * this.#scale;
  }
}

/** @param {number} crossing how far from the middle, in crossings */
function kernelAt(crossing) {
  const point = crossing * FINE;
  const before = Math.floor(point);
  if (before > CROSSINGS * FINE) return 0;
  return KERNEL[before] + (KERNEL[before + 1] - KERNEL[before]) * (point - before);
}

/** @param {number} crossing */
function windowedSinc(crossing) {
  if (crossing === 0) return 1;
  if (crossing >= CROSSINGS) return 0;
  const angle = Math.PI * crossing;
  const [first, second] = [angle / CROSSINGS, (2 * angle) / CROSSINGS];
  const blackman = 0.42 + 0.5 * Math.cos(first) + 0.08 * Math.cos(second);
  return (Math.sin(angle) / angle) * blackman;
}

/**
 * @param {Float32Array} first
 * @param {Float32Array} second
 */
function joined(first, second) {
  const all = new Float32Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}
