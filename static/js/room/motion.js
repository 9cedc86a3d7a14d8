/** How the orb moves: what sounds drives it, never a clock of its own. Pure, so that it can be tried without a picture. */

const FLAT = new Set(["stopped", "ended", "error", "permission"]);
const SOUNDING = new Set(["listening", "speaking"]);
const THINKING = new Set(["thinking", "tool", "approval"]);
const ATTACK = 18; // a second; quick up,
const DECAY = 5; // slow down
const LOUD = 0.3;
const RING_S = 1.15;
const MOST_RINGS = 4;
const LONGEST_STEP_S = 0.05;
const RESTING = 0.002;

/** @typedef {{age: number, force: number}} Ring age from 0 to 1 */

export class Motion {
  level = 0;
  turn = 1.1;
  /** How much there is of life in it, 0 to 1. */ life = 1;
  /** @type {Ring[]} */ rings = [];
  #state = "idle";
  #flat = false;
  #wasLoud = false;

  /**
   * @param {string} state of the call
   * @param {boolean} muted
   */
  turnTo(state, muted) {
    if (state !== this.#state) this.rings = [];
    this.#state = state;
    this.#flat = FLAT.has(state) || (muted && state === "listening");
  }

  /** @returns {boolean} rings go inward while you are heard, outward while it speaks */
  get inward() {
    return this.#state === "listening";
  }

  /** @returns {boolean} nothing moves, and nothing will until the state changes */
  get isAtRest() {
    return this.#flat && this.level < RESTING && this.life < RESTING;
  }

  /**
   * @param {number} seconds since the last step
   * @param {number} level 0 to 1
   */
  step(seconds, level) {
    const step = Math.min(LONGEST_STEP_S, Math.max(0, seconds));
    const wanted = this.#flat || !SOUNDING.has(this.#state) ? 0 : level;
    this.level += (wanted - this.level) * Math.min(1, (wanted > this.level ? ATTACK : DECAY) * step);
    this.life += ((this.#flat ? 0 : 1) - this.life) * Math.min(1, DECAY * step);
    const pace = 0.22 + this.level * 1.6 + (THINKING.has(this.#state) ? 0.9 : 0);
    this.turn += step * this.life * pace;
    this.#ring(step);
  }

  /** As one picture, for those who want no motion. */
  still() {
    this.level = 0;
    this.life = this.#flat ? 0 : 1;
    this.rings = !this.#flat && SOUNDING.has(this.#state) ? [{ age: 0.3, force: 0.7 }, { age: 0.62, force: 0.5 }] : [];
  }

  /** One starts where the sound rises. @param {number} step */
  #ring(step) {
    const isLoud = this.level > LOUD;
    if (isLoud && !this.#wasLoud && this.rings.length < MOST_RINGS) this.rings.push({ age: 0, force: 0.45 + this.level * 0.55 });
    this.#wasLoud = isLoud;
    for (const ring of this.rings) ring.age += step / RING_S;
    this.rings = this.rings.filter(({ age }) => age < 1);
  }
}
