/** The record button: held it records until it is let go, clicked until it is clicked again. Events: `start`, `done`, `cancel`. */

import { Emitter } from "../lib/emitter.js";
import { part } from "./parts.js";

/** A press that is longer is a hold: letting go ends it. */
const HOLD_MS = 400;
const BARS = 60;
const STEP_MS = 80;
const [WIDTH, MIDDLE] = [240, 16];

export class RecorderView extends Emitter {
  #form;
  #button;
  #bar;
  #pressedAt = 0;
  #isHeld = false;
  #isOn = false;
  /** @type {number[]} */ #levels = [];
  #lastStep = 0;

  /** @param {HTMLElement} form the composer */
  constructor(form) {
    super();
    this.#form = form;
    this.#bar = part(form, "recorder");
    this.#button = /** @type {HTMLButtonElement} */ (part(form, "record"));
    this.#button.disabled = false; // pressed before this it would do nothing
    this.#button.addEventListener("pointerdown", (event) => this.#down(event));
    this.#button.addEventListener("pointerup", (event) => this.#up(event));
    this.#button.addEventListener("pointercancel", () => this.#isHeld && this.emit("cancel"));
    this.#button.addEventListener("contextmenu", (event) => event.preventDefault()); // a long touch
    this.#button.addEventListener("click", ({ detail }) => detail === 0 && this.#press()); // by key, by a reader
    part(form, "cancel-recording").addEventListener("click", () => this.emit("cancel"));
    form.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {boolean} on */
  show(on) {
    const focused = this.#form.contains(document.activeElement);
    this.#isOn = on;
    this.#bar.hidden = !on;
    this.#form.classList.toggle("composer--records", on);
    this.#button.setAttribute("aria-pressed", String(on));
    this.#button.setAttribute("aria-label", on ? "Done" : "Record a message");
    this.#levels = [];
    if (focused || on) this.#button.focus();
  }

  /**
   * @param {number} ms
   * @param {number} level 0 to 1
   */
  draw(ms, level) {
    part(this.#bar, "recorded").textContent = clock(ms);
    part(this.#bar, "recorder-hint").textContent = this.#isHeld ? "Let go when you are done" : "";
    if (ms - this.#lastStep < STEP_MS && ms > this.#lastStep) return;
    this.#lastStep = ms;
    this.#levels = [...this.#levels, level].slice(-BARS);
    part(this.#bar, "level").setAttribute("d", path(this.#levels));
  }

  /** @param {PointerEvent} event */
  #down(event) {
    if (event.button !== 0) return;
    this.#button.setPointerCapture(event.pointerId); // it moves when the field makes room
    this.#pressedAt = event.timeStamp;
    this.#isHeld = !this.#isOn;
    this.#press();
  }

  /** @param {PointerEvent} event */
  #up({ timeStamp }) {
    const wasHeld = this.#isHeld && timeStamp - this.#pressedAt >= HOLD_MS;
    this.#isHeld = false;
    if (wasHeld && this.#isOn) this.emit("done");
  }

  #press() {
    this.emit(this.#isOn ? "done" : "start");
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Escape" || !this.#isOn) return;
    event.preventDefault();
    this.emit("cancel");
  }
}

/**
 * @param {number} ms
 * @returns {string} like 0:07
 */
export function clock(ms) {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** @param {number[]} levels the newest at the right */
function path(levels) {
  const step = WIDTH / BARS;
  const bar = (/** @type {number} */ level, /** @type {number} */ at) => {
    const half = 1 + level * (MIDDLE - 2);
    return `M${(WIDTH - (levels.length - at - 0.5) * step).toFixed(1)} ${(MIDDLE - half).toFixed(1)}v${(2 * half).toFixed(1)}`;
  };
  return levels.map(bar).join("");
}
