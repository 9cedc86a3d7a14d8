/** What moves in the room: orb, waveform and clock, thirty times a second while it is seen and something lives; else not at all. */

import { part } from "../views/parts.js";
import { elapsed } from "../views/times.js";
import { Waveform } from "../views/waveform.js";
import { Orb } from "./orb.js";

const EVERY_MS = 32;
const CLOCK_MS = 500;

/**
 * @typedef {object} Source
 * @property {() => import("../views/waveform.js").Levels} levels
 * @property {number | null} startedAt
 */

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

export class Liveliness {
  #root;
  #source;
  #orb;
  #wave;
  #frame = 0;
  #drawnAt = 0;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #clock;

  /**
   * @param {HTMLElement} root
   * @param {Source} source
   */
  constructor(root, source) {
    this.#root = root;
    this.#source = source;
    this.#orb = new Orb(/** @type {HTMLCanvasElement} */ (/** @type {unknown} */ (part(root, "canvas"))));
    this.#wave = new Waveform(part(root, "wave"));
    const again = () => (this.#orb.recolour(), this.#run());
    for (const query of [calm, dark]) query.addEventListener("change", again);
    document.addEventListener("visibilitychange", () => this.#run());
    new ResizeObserver(() => this.#run()).observe(part(root, "orb"));
  }

  /**
   * @param {string} state
   * @param {boolean} muted
   */
  turnTo(state, muted) {
    this.#orb.turnTo(state, muted);
    this.#run();
  }

  rest() {
    cancelAnimationFrame(this.#frame);
    clearInterval(this.#clock);
    this.#frame = 0;
    this.#clock = undefined;
    this.#wave.clear();
  }

  #run() {
    if (this.#root.hidden || document.hidden) return this.rest();
    this.#clock ??= setInterval(() => this.#tell(), CLOCK_MS);
    this.#tell();
    if (calm.matches) this.#orb.still();
    else if (!this.#frame) this.#next();
  }

  #next() {
    this.#frame = requestAnimationFrame((now) => this.#draw(now));
  }

  /** @param {number} now */
  #draw(now) {
    this.#frame = 0;
    if (calm.matches) return this.#orb.still();
    if (now - this.#drawnAt >= EVERY_MS) {
      this.#drawnAt = now;
      const levels = this.#source.levels();
      this.#orb.frame(now, Math.max(levels.you, levels.it));
      this.#wave.frame(now, levels);
    }
    if (!this.#orb.isAtRest) this.#next();
  }

  #tell() {
    const { startedAt } = this.#source;
    const [time, place] = [elapsed(startedAt ? Date.now() - startedAt : 0), part(this.#root, "time")];
    if (place.textContent !== time) place.textContent = time;
  }
}
