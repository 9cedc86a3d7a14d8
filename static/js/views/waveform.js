/** Two sides of one line: you above, the assistant below; new sound enters at the right. */

const LEVELS = 64;
const HEIGHT = 40;
const STEP = 5;
const EVERY_MS = 80;
const SILENCE = 0.04;

/** @typedef {{you: number, it: number}} Levels both from 0 to 1 */

export class Waveform {
  #you = Array(LEVELS).fill(0);
  #it = Array(LEVELS).fill(0);
  #above;
  #below;
  #last = 0;
  /** A side that stays as it is costs nothing. @type {(string | null)[]} */ #drawn = [null, null];
  /** The loudest since the last stroke. */ #loudest = { you: 0, it: 0 };

  /** @param {ParentNode} picture */
  constructor(picture) {
    this.#above = picture.querySelector(".waveform__you");
    this.#below = picture.querySelector(".waveform__it");
  }

  /**
   * @param {number} now milliseconds of the frame
   * @param {Levels} levels
   */
  frame(now, { you, it }) {
    const loudest = { you: Math.max(you, this.#loudest.you), it: Math.max(it, this.#loudest.it) };
    const isDue = now - this.#last >= EVERY_MS;
    this.#loudest = isDue ? { you: 0, it: 0 } : loudest;
    if (!isDue) return;
    this.#last = now;
    this.#draw(push(this.#you, loudest.you), push(this.#it, loudest.it));
  }

  clear() {
    this.#draw(this.#you.fill(0), this.#it.fill(0));
  }

  /**
   * @param {number[]} you
   * @param {number[]} it
   */
  #draw(you, it) {
    const [above, below] = [strokes(you, -1), strokes(it, 1)];
    if (above !== this.#drawn[0]) this.#above?.setAttribute("d", above);
    if (below !== this.#drawn[1]) this.#below?.setAttribute("d", below);
    this.#drawn = [above, below];
  }
}

/**
 * @param {number[]} levels
 * @param {1 | -1} side
 * @returns {string} path data: one short stroke a level, none for silence
 */
export function strokes(levels, side) {
  const middle = HEIGHT / 2;
  const stroke = (/** @type {number} */ level, /** @type {number} */ at) =>
    level < SILENCE ? "" : `M${at * STEP + 2} ${middle + side * 3}v${(side * level * (middle - 4)).toFixed(1)}`;
  return levels.map(stroke).join("");
}

/**
 * @param {number[]} levels
 * @param {number} level
 */
function push(levels, level) {
  levels.push(Math.min(1, Math.max(0, level)));
  levels.shift();
  return levels;
}
