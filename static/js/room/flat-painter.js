/** Paints the orb on a plain canvas, where WebGL is missing or slow. */

import { blend } from "./palette.js";

/** @typedef {import("./palette.js").Colour} Colour */
/** @typedef {import("./orb.js").Picture} Picture */
/** @typedef {{middle: number, radius: number, size: number}} Place */

/** @type {Colour} */ const IVORY = [1, 0.985, 0.957];
/** @type {Colour} */ const DARK = [0.2, 0.12, 0.16];
const POINTS = 90;

export class FlatPainter {
  isSlow = true;
  #pen;

  /**
   * @param {HTMLCanvasElement} canvas
   * @returns {FlatPainter | null}
   */
  static on(canvas) {
    const pen = canvas.getContext("2d");
    return pen && new FlatPainter(pen);
  }

  /** @param {CanvasRenderingContext2D} pen */
  constructor(pen) {
    this.#pen = pen;
  }

  /** @param {Picture} picture */
  draw(picture) {
    const { size, level, seconds, life, palette } = picture;
    const pen = this.#pen;
    const place = { size, middle: size / 2, radius: size * (0.315 + life * Math.sin(seconds * 1.1) * 0.006 + level * 0.028) };
    pen.clearRect(0, 0, size, size);
    this.#halo(place, palette.tint, 0.08 + life * (0.14 + level * 0.3));
    this.#rings(place, picture);
    pen.save();
    this.#outline(place, picture);
    pen.fillStyle = css(blend(palette.you, palette.it, 0.5), 1);
    pen.fill();
    pen.clip();
    this.#body(place, picture);
    pen.restore();
    this.#outline({ ...place, radius: place.radius - size * 0.0025 }, picture);
    pen.strokeStyle = "rgba(255,255,255,0.22)";
    pen.lineWidth = size * 0.004;
    pen.stroke();
  }

  /**
   * @param {Place} place
   * @param {Picture} picture
   */
  #body(place, { palette: { you, it, tint }, turn, level, life }) {
    const { middle, radius, size } = place;
    const base = this.#pen.createLinearGradient(middle - radius, middle - radius, middle + radius, middle + radius);
    base.addColorStop(0, css(blend(you, IVORY, 0.42), 1));
    base.addColorStop(1, css(blend(it, IVORY, 0.18), 1));
    this.#fill(base, size);
    this.#lobe(place, turn, 0.58, 1.5, you, 1);
    this.#lobe(place, turn + Math.PI + Math.sin(turn * 0.7) * 0.5, 0.62, 1.45, it, 1);
    this.#lobe(place, -turn * 0.8 + 1.4, 0.66, 1, blend(it, IVORY, 0.6), 0.7);
    this.#lobe(place, -turn * 1.3 + 4.1, 0.52, 0.9, blend(you, IVORY, 0.55), 0.65);
    if (life > 0.5) this.#lobe(place, turn * 1.6 + 2.4, 0.3, 0.7 + level * 0.6, IVORY, 0.3 + level * 0.5);
    const depth = this.#pen.createRadialGradient(middle - radius * 0.2, middle - radius * 0.3, radius * 0.3, middle, middle, radius * 1.08);
    for (let stop = 0; stop <= 6; stop++) depth.addColorStop(stop / 6, css(blend(tint, DARK, 0.32), 0.36 * (stop / 6) ** 4));
    this.#fill(depth, size);
    this.#lobe(place, -2.05, 0.66, 1.05, IVORY, 0.42 + life * 0.2);
  }

  /** @param {Place} place @param {Picture} picture */
  #outline({ middle, radius }, { level, seconds, life }) {
    this.#pen.beginPath();
    for (let at = 0; at <= POINTS; at++) {
      const angle = (at / POINTS) * Math.PI * 2;
      const swell = Math.sin(angle * 2 + seconds * 1.7) * 0.5 + Math.sin(angle * 3 - seconds * 2.3) * 0.32 + Math.sin(angle * 5 + seconds * 3.1) * 0.18;
      const away = radius * (1 + swell * life * (0.006 + level * 0.055));
      this.#pen.lineTo(middle + Math.cos(angle) * away, middle + Math.sin(angle) * away);
    }
    this.#pen.closePath();
  }

  /**
   * @param {Place} place @param {number} angle @param {number} away @param {number} spread
   * @param {Colour} colour @param {number} strength
   */
  #lobe({ middle, radius, size }, angle, away, spread, colour, strength) {
    const [x, y] = [middle + Math.cos(angle) * radius * away, middle + Math.sin(angle) * radius * away];
    const light = this.#pen.createRadialGradient(x, y, 0, x, y, radius * spread);
    for (let stop = 0; stop <= 8; stop++) light.addColorStop(stop / 8, css(colour, strength * smooth(1 - stop / 8)));
    this.#fill(light, size);
  }

  /** @param {Place} place @param {Colour} tint @param {number} strength */
  #halo({ middle, radius, size }, tint, strength) {
    const glow = this.#pen.createRadialGradient(middle, middle, radius * 0.85, middle, middle, size * 0.5);
    for (const [stop, share] of [[0, 1], [0.35, 0.42], [0.7, 0.1], [1, 0]]) glow.addColorStop(stop, css(tint, strength * share));
    this.#fill(glow, size);
  }

  /** @param {Place} place @param {Picture} picture */
  #rings({ middle, radius, size }, { rings, inward, palette }) {
    for (const { age, force } of rings) {
      const fade = (inward ? age * (1 - age) * 3 : (1 - age) ** 1.5) * 0.6 * force;
      this.#pen.beginPath();
      this.#pen.arc(middle, middle, radius * 1.06 + (inward ? 1 - age : age) * (size * 0.47 - radius * 1.06), 0, Math.PI * 2);
      this.#pen.strokeStyle = css(palette.tint, fade);
      this.#pen.lineWidth = size * 0.006;
      this.#pen.stroke();
    }
  }

  /** @param {CanvasGradient} fill @param {number} size */
  #fill(fill, size) {
    this.#pen.fillStyle = fill;
    this.#pen.fillRect(0, 0, size, size);
  }
}

const smooth = (/** @type {number} */ x) => x * x * (3 - 2 * x); // no visible edge anywhere in a lobe

/** @param {Colour} colour @param {number} alpha */
function css([red, green, blue], alpha) {
  return `rgba(${Math.round(red * 255)},${Math.round(green * 255)},${Math.round(blue * 255)},${alpha})`;
}
