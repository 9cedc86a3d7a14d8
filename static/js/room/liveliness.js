/** What moves in the room: orb, waveform and clock, up to twenty-five times a second while it is seen and something lives; else not at all. */

import { part } from "../views/parts.js";
import { elapsed } from "../views/times.js";
import { Waveform } from "../views/waveform.js";
import { Orb } from "./orb.js";

const FRAME_MS = 10; // about so long until a frame comes that was asked for
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
  #time;
  #frame = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #pause;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #clock;

  /**
   * @param {HTMLElement} root
   * @param {Source} source
   */
  constructor(root, source) {
    this.#root = root;
    this.#source = source;
    this.#orb = new Orb(/** @type {HTMLCanvasElement} */ (/** @type {unknown} */ (part(root, "canvas"))));
    this.#time = part(root, "time");
    this.#wave = new Waveform(part(root, "wave"));
    const again = () => (this.#orb.recolour(), this.#run());
    for (const query of [calm, dark]) query.addEventListener("change", again);
    document.addEventListener("visibilitychange", () => this.#run());
    new ResizeObserver(() => (this.#orb.fit(), this.#run())).observe(part(root, "orb"));
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
    clearTimeout(this.#pause);
    clearInterval(this.#clock);
    this.#frame = 0;
    this.#pause = undefined;
    this.#clock = undefined;
    this.#wave.clear();
  }

  #run() {
    if (this.#root.hidden || document.hidden) return this.rest();
    this.#clock ??= setInterval(() => this.#tell(), CLOCK_MS);
    this.#tell();
    if (calm.matches) this.#orb.still();
    else if (!this.#frame && !this.#pause) this.#next();
  }

  #next() {
    this.#pause = undefined;
    this.#frame = requestAnimationFrame((now) => this.#draw(now));
  }

  /** @param {number} now */
  #draw(now) {
    this.#frame = 0;
    if (calm.matches) return this.#orb.still();
    const levels = this.#source.levels();
    this.#orb.frame(now, Math.max(levels.you, levels.it));
    this.#wave.frame(now, levels);
    // Each frame that is asked for costs, drawn in or not.
    if (this.#orb.isAtRest) this.#wave.clear();
    else this.#pause = setTimeout(() => this.#next(), this.#orb.everyMs - FRAME_MS);
  }

  #tell() {
    const { startedAt } = this.#source;
    const time = elapsed(startedAt ? Date.now() - startedAt : 0);
    if (this.#time.textContent !== time) this.#time.textContent = time;
  }
}
