/** The orb: a picture of who sounds. It is given a state and, per frame, a level; it owns no timer and no sound. */

import { FlatPainter } from "./flat-painter.js";
import { GlPainter } from "./gl-painter.js";
import { Motion } from "./motion.js";
import { between, paletteOf } from "./palette.js";

/**
 * @typedef {object} Picture
 * @property {number} size pixels of its side
 * @property {import("./palette.js").Palette} palette
 * @property {number} level
 * @property {number} turn
 * @property {number} seconds
 * @property {number} life
 * @property {import("./motion.js").Ring[]} rings
 * @property {boolean} inward
 */
/** @typedef {{isSlow: boolean, draw: (picture: Picture) => void}} Painter */

const SHARPEST = 1.5; // soft light gains nothing from more pixels
const SLOW = { sharpest: 0.7, everyMs: 66 };
const FAST_MS = 40;
const LARGEST_PX = 640;
const COLOUR_PER_S = 7;
const SETTLED = 0.004;

export class Orb {
  #canvas;
  /** @type {Painter | null} null: the style sheet's gradient stands there */ #painter;
  #motion = new Motion();
  #key = "";
  /** @type {import("./palette.js").Palette | null} */ #now = null;
  /** @type {import("./palette.js").Palette | null} */ #goal = null;
  #last = 0;
  #seconds = 0;

  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.#canvas = canvas;
    this.#painter = GlPainter.on(canvas) ?? this.#plain();
    this.#mark();
  }

  /**
   * @param {string} state
   * @param {boolean} muted
   */
  turnTo(state, muted) {
    const key = `${state} ${muted}`;
    if (key === this.#key) return;
    this.#key = key;
    this.#motion.turnTo(state, muted);
    this.recolour();
  }

  /** Its place has another size. */
  fit() {
    const sharp = Math.min(this.#painter?.isSlow ? SLOW.sharpest : SHARPEST, devicePixelRatio || 1);
    const size = Math.max(1, Math.min(LARGEST_PX, Math.round(this.#canvas.clientWidth * sharp)));
    if (this.#canvas.width !== size) this.#canvas.width = this.#canvas.height = size;
  }

  /** The scheme changed, or the state. */
  recolour() {
    const place = this.#canvas.parentElement;
    if (place && this.#painter) this.#goal = paletteOf(place);
    this.#now ??= this.#goal;
  }

  /** @returns {boolean} the next frame would be the same picture */
  get isAtRest() {
    return !this.#painter || (this.#motion.isAtRest && this.#isColoured);
  }

  /** @returns {number} milliseconds between two pictures */
  get everyMs() {
    return this.#painter?.isSlow ? SLOW.everyMs : FAST_MS;
  }

  /**
   * @param {number} now milliseconds of the frame
   * @param {number} level
   */
  frame(now, level) {
    const step = Math.min(0.1, Math.max(0, (now - this.#last) / 1000));
    this.#last = now;
    this.#seconds += step * this.#motion.life;
    this.#motion.step(step, level);
    if (this.#now && this.#goal) this.#now = between(this.#now, this.#goal, Math.min(1, step * COLOUR_PER_S));
    this.#paint();
  }

  /** One picture, for those who want no motion. */
  still() {
    this.#motion.still();
    this.#now = this.#goal;
    this.#paint();
  }

  get #isColoured() {
    const [now, goal] = [this.#now, this.#goal];
    if (!now || !goal) return true;
    return now.tint.every((value, at) => Math.abs(value - goal.tint[at]) < SETTLED);
  }

  #paint() {
    if (!this.#painter || !this.#now) return;
    const { level, turn, life, rings, inward } = this.#motion;
    this.#painter.draw({ size: this.#canvas.width, palette: this.#now, seconds: this.#seconds, level, turn, life, rings, inward });
  }


  /** A canvas that WebGL has held is of no use to anything else. */
  #plain() {
    const fresh = /** @type {HTMLCanvasElement} */ (this.#canvas.cloneNode());
    this.#canvas.replaceWith(fresh);
    this.#canvas = fresh;
    return FlatPainter.on(fresh);
  }

  #mark() {
    const by = this.#painter instanceof GlPainter ? "webgl" : "canvas";
    this.#canvas.dataset.painter = this.#painter ? by : "none";
    if (by === "webgl") this.#canvas.addEventListener("webglcontextlost", () => this.#lost(), { once: true });
  }

  /** The graphics card was taken away. */
  #lost() {
    this.#painter = this.#plain();
    this.#mark();
    this.fit();
    this.#paint();
  }
}
