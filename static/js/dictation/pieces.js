/** Texts that grow inside a larger one which a person edits meanwhile. No page in it. */

import { fitted } from "./spacing.js";

/**
 * @typedef {object} Piece
 * @property {number} key
 * @property {number} start
 * @property {number} end
 * @property {string} words what it should say
 * @property {string} drawn what of that stands there
 * @property {string} [kept] what of it the person has changed: it is not written again
 * @property {'live' | 'final' | 'failed'} state
 */

/** @typedef {{text: string, caret: [number, number]}} Written */

export class Pieces {
  /** @type {Piece[]} In the order in which they stand. */ #all = [];
  #text;

  /** @param {string} text */
  constructor(text) {
    this.#text = text;
  }

  get text() {
    return this.#text;
  }

  get isEmpty() {
    return this.#all.length === 0;
  }

  /**
   * Behind what is still being said; when nothing is, where the caret stands.
   * @param {number} key
   * @param {number | null} after another piece, whatever is said now
   * @param {number} caret
   */
  open(key, after, caret) {
    const before = this.#all.findLast((one) => (after === null ? one.state === "live" : one.key === after));
    const at = before ? before.end : caret;
    const place = before ? this.#all.indexOf(before) + 1 : this.#all.findLastIndex((one) => one.end <= at) + 1;
    this.#all.splice(place, 0, { key, start: at, end: at, words: "", drawn: "", state: "live" });
  }

  /**
   * @param {number} key
   * @param {Partial<Piece>} change its words, its state
   */
  change(key, change) {
    const piece = this.#all.find((one) => one.key === key);
    if (!piece) return;
    Object.assign(piece, change);
    if (piece.kept) piece.words = more(piece.words, piece.kept);
  }

  /** What is final and stands there is the person's text like any other. */
  sweep() {
    this.#all = this.#all.filter(({ state, words, drawn }) => state !== "final" || words !== drawn);
  }

  /**
   * Write what has changed.
   * @param {[number, number]} caret
   * @param {number | null} [until] of this piece and those before it; what is behind is left out
   * @returns {Written}
   */
  draw(caret, until = null) {
    const last = until === null ? this.#all.length : this.#all.findIndex(({ key }) => key === until) + 1;
    let at = caret;
    this.#all.forEach((piece, place) => {
      const words = place < last ? piece.words : "";
      if (words !== piece.drawn) at = this.#put(piece, words, at);
    });
    return { text: this.#text, caret: at };
  }

  /**
   * The person has changed the text: what stands behind it moves, and what was changed stays as it is now.
   * @param {string} text
   */
  edited(text) {
    const [from, to, shift] = difference(this.#text, text);
    this.#text = text;
    for (const piece of this.#all) {
      if (piece.end <= from && !(piece.start === piece.end && from === to)) continue;
      if (piece.start >= to) move(piece, shift);
      else if (piece.end > from) freeze(piece, Math.max(piece.end, to) + shift);
    }
  }

  /**
   * @param {Piece} piece
   * @param {string} words
   * @param {[number, number]} caret
   * @returns {[number, number]}
   */
  #put(piece, words, caret) {
    const { start, end } = piece;
    const fit = fitted(words, this.#text[start - 1] ?? "", this.#text[end] ?? "");
    const shift = fit.length - (end - start);
    this.#text = this.#text.slice(0, start) + fit + this.#text.slice(end);
    for (const other of this.#all.slice(this.#all.indexOf(piece) + 1)) move(other, shift);
    Object.assign(piece, { end: start + fit.length, drawn: words });
    const moved = (/** @type {number} */ at) => (at < start ? at : at >= end ? at + shift : start + fit.length);
    return [moved(caret[0]), moved(caret[1])];
  }
}

/**
 * @param {string} before
 * @param {string} after
 * @returns {[number, number, number]} what was replaced (from, to), and by how much longer a text
 */
function difference(before, after) {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from += 1;
  let same = 0;
  const most = Math.min(before.length, after.length) - from;
  while (same < most && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1;
  return [from, before.length - same, after.length - before.length];
}

/**
 * @param {Piece} piece
 * @param {number} shift
 */
function move(piece, shift) {
  piece.start += shift;
  piece.end += shift;
}

/**
 * The person's word goes before the model's: what more is heard comes behind it.
 * @param {Piece} piece
 * @param {number} at
 */
function freeze(piece, at) {
  Object.assign(piece, { start: at, end: at, kept: (piece.kept ?? "") + piece.drawn, drawn: "", words: "" });
}

/**
 * @param {string} words
 * @param {string} kept
 * @returns {string} what comes after it; nothing where the model has changed its mind
 */
function more(words, kept) {
  return words.startsWith(kept) ? words.slice(kept.length).trimStart() : "";
}
