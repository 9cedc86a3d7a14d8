/** The text field while it is dictated to; also when its conversation is not on the page any more. */

import { Pieces } from "./pieces.js";
import { fitted, tidy } from "./spacing.js";

/**
 * @typedef {object} Surface
 * @property {string} text
 * @property {[number, number]} caret
 * @property {boolean} isBusy it is being sent: not to be written to
 * @property {(text: string, caret: [number, number]) => void} write
 * @property {(act: () => void) => () => void} onChange it was edited, or is free again; returns what stops it
 * @property {() => void} submit
 */

export class DictatedField {
  #surface;
  #pieces;
  #isWriting = false;
  #unheard;
  /** What is done when the field is free again. @type {(() => void) | null} */ #due = null;

  /** @param {Surface} surface */
  constructor(surface) {
    this.#surface = surface;
    this.#pieces = new Pieces(surface.text);
    this.#unheard = surface.onChange(() => this.#look());
  }

  /** @param {Surface} surface where its text stands from now on */
  moveTo(surface) {
    this.#unheard();
    this.#surface = surface;
    this.#draw();
  }

  /** Nothing more is written. */
  release() {
    this.#unheard();
  }

  /** @param {{key: number, after: number | null}} piece */
  open({ key, after }) {
    this.#notice();
    this.#pieces.open(key, after, this.#surface.caret[1]);
  }

  /** @param {{key: number, text: string}} piece */
  write({ key, text }) {
    this.#pieces.change(key, { words: tidy(text) });
    this.#draw();
  }

  /** @param {number} key @param {string} text */
  settle(key, text) {
    this.#pieces.change(key, { words: tidy(text), state: "final" });
    this.#draw();
  }

  /** @param {number} key of what may still be said again */
  fail(key) {
    this.#pieces.change(key, { words: "", state: "failed" });
    this.#draw();
  }

  /** @param {number} key */
  drop(key) {
    this.settle(key, "");
  }

  /** @param {number} key the last of what is sent; what was said after it stays */
  send(key) {
    this.#whenFree(() => {
      this.#put(this.#pieces.draw(this.#surface.caret, key));
      this.#surface.submit();
    });
  }

  /**
   * @param {number} key the last of what goes; what was said after it stays
   * @param {(before: string) => void} done with what stood there
   */
  clear(key, done) {
    this.#whenFree(() => {
      const before = this.#pieces.draw(this.#surface.caret, key).text;
      this.#put({ text: "", caret: [0, 0] });
      this.#pieces.edited("");
      this.#draw();
      if (before.trim()) done(before);
    });
  }

  /** @param {string} before what was cleared; it comes back before what stands there now */
  restore(before) {
    const { text } = this.#surface;
    const whole = fitted(tidy(before), "", text[0] ?? "") + text;
    this.#put({ text: whole, caret: [whole.length, whole.length] });
    this.#notice();
  }

  /** @param {() => void} act */
  #whenFree(act) {
    if (this.#surface.isBusy) this.#due = act;
    else act();
  }

  #look() {
    if (this.#isWriting) return;
    this.#notice();
    this.#draw();
    if (this.#surface.isBusy) return;
    const due = this.#due;
    this.#due = null;
    due?.();
  }

  #notice() {
    if (!this.#isWriting && this.#surface.text !== this.#pieces.text) this.#pieces.edited(this.#surface.text);
  }

  #draw() {
    if (this.#surface.isBusy) return;
    this.#notice();
    const written = this.#pieces.draw(this.#surface.caret);
    if (written.text !== this.#surface.text) this.#put(written);
    this.#pieces.sweep();
  }

  /** @param {import("./pieces.js").Written} written */
  #put({ text, caret }) {
    this.#isWriting = true;
    this.#surface.write(text, caret);
    this.#isWriting = false;
  }
}
