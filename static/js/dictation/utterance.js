/** One utterance on its way to its words: its sound is kept until they are there. */

export const BYTES_PER_MS = 48;

/**
 * @typedef {object} Item what the provider made of it, or of a part of it
 * @property {string} id
 * @property {number} key of the text in the field
 * @property {string} text
 * @property {'live' | 'final' | 'failed'} state
 * @property {boolean} isPlaced the provider has said to what it belongs
 * @property {number | null} end where in the connection's sound it ends, in bytes; null while it goes on
 */

export class Utterance {
  /** @type {ArrayBuffer[]} */ #sound = [];
  /** @type {Item[]} */ items = [];
  /** Where in the connection's sound it begins, in bytes. */ base = 0;
  voiceMs = 0;
  isClosed = false;
  /** The provider was told that it is over. */ isCommitted = false;
  /** The key of its text in the field, for the next item. @type {number | null} */ spare;

  /** @param {number} key of its text in the field */
  constructor(key) {
    this.spare = key;
  }

  get sound() {
    return this.#sound;
  }

  get bytes() {
    return this.#sound.reduce((sum, piece) => sum + piece.byteLength, 0);
  }

  /** Nothing is expected of it any more. */
  get isSettled() {
    return this.isClosed && this.isCommitted && this.items.length === 0 && this.spare === null;
  }

  /** @param {ArrayBuffer} pcm */
  add(pcm) {
    this.#sound.push(pcm);
  }

  /**
   * @param {number | null} end in the connection's sound, in bytes; null for all
   * @returns {ArrayBuffer[]} its sound until there, which is not its own any more
   */
  take(end) {
    /** @type {ArrayBuffer[]} */ const taken = [];
    while (this.#sound.length && (end === null || this.base + this.#sound[0].byteLength <= end)) {
      const piece = /** @type {ArrayBuffer} */ (this.#sound.shift());
      this.base += piece.byteLength;
      taken.push(piece);
    }
    return taken;
  }

  /**
   * Over a fresh connection: what is not written yet is said again.
   * @param {number} base
   * @returns {number[]} the keys of texts that are not needed any more; the first is its own again
   */
  restart(base) {
    const keys = this.items.map(({ key }) => key);
    if (this.spare !== null) keys.push(this.spare);
    this.items = [];
    this.spare = keys.shift() ?? null;
    this.base = base;
    this.isCommitted = false;
    return keys;
  }
}
