/** Sound that waits to be played: item after item, pausable, and how much of each was put out. No I/O. */

import { Resampler } from "./resampler.js";

const RATE = 24_000;

/** So much is waited for before an item begins; after each gap a little more. */
const LEAST_MS = 80;
const MORE_MS = 60;
const MOST_MS = 400;
/** No click where sound stops in its middle. */
const FADE_MS = 5;

/** @typedef {{id: string, resampler: Resampler, pieces: Float32Array[], waiting: number, put: number, isWhole: boolean, isBegun: boolean}} Item */
/** @typedef {{is: 'begun'|'at'|'over', item: string, ms: number} | {is: 'paused'|'dry'}} News */

export class JitterBuffer {
  #rate;
  /** @type {Item[]} */ #items = [];
  #isPaused = false;
  #isFlowing = false;
  #gain = 1;
  #wantedMs = LEAST_MS;
  /** Where in the first piece it goes on. */ #at = 0;
  /** @type {News[]} */ news = [];

  /** @param {number} rate at which it is played */
  constructor(rate) {
    this.#rate = rate;
  }

  /**
   * @param {string} id
   * @param {Int16Array} pcm at 24 kHz
   */
  add(id, pcm) {
    const item = this.#items.find((one) => one.id === id) ?? this.#begin(id);
    this.#queue(item, item.resampler.push(Float32Array.from(pcm, (sample) => sample / 32_768)));
  }

  /** @param {string} id nothing more comes of it */
  finish(id) {
    const item = this.#items.find((one) => one.id === id);
    if (!item) return;
    this.#queue(item, item.resampler.end());
    item.isWhole = true;
  }

  pause() {
    this.#isPaused = true;
  }

  resume() {
    this.#isPaused = false;
  }

  /** What is not played yet never is. */
  clear() {
    [this.#items, this.#isFlowing, this.#isPaused, this.#at, this.#gain] = [[], false, false, 0, 1];
  }

  /** @returns {{item: string, ms: number} | null} how much of what is being played was put out */
  get position() {
    const item = this.#items[0];
    return item?.isBegun ? { item: item.id, ms: this.#msOf(item) } : null;
  }

  /** @param {Float32Array} out is filled */
  fill(out) {
    const slope = 1_000 / (FADE_MS * this.#rate);
    for (let at = 0; at < out.length; at += 1) {
      this.#gain = this.#isPaused ? Math.max(0, this.#gain - slope) : Math.min(1, this.#gain + slope);
      out[at] = this.#gain > 0 || !this.#isPaused ? this.#next() * this.#gain : 0;
    }
  }

  /** @param {string} id */
  #begin(id) {
    const item = { id, resampler: new Resampler(RATE, this.#rate), pieces: [], waiting: 0, put: 0, isWhole: false, isBegun: false };
    this.#items.push(item);
    return item;
  }

  /**
   * @param {Item} item
   * @param {Float32Array} piece
   */
  #queue(item, piece) {
    if (!piece.length) return;
    item.pieces.push(piece);
    item.waiting += piece.length;
  }

  /** @returns {number} the next sample; 0 where there is none */
  #next() {
    const item = this.#flowing();
    if (!item) return 0;
    const level = item.pieces[0][this.#at++];
    item.waiting -= 1;
    item.put += 1;
    if (this.#at === item.pieces[0].length) {
      item.pieces.shift();
      this.#at = 0;
    }
    return level;
  }

  /** @returns {Item | null} what has a sample to give */
  #flowing() {
    while (this.#items.length) {
      const item = this.#items[0];
      if (item.waiting && (this.#isFlowing || this.#isEnough(item))) return this.#flow(item);
      if (item.waiting || !item.isWhole) return this.#dry(item);
      this.#items.shift();
      this.news.push({ is: "over", item: item.id, ms: this.#msOf(item) });
    }
    this.#isFlowing = false;
    return null;
  }

  /** @param {Item} item */
  #flow(item) {
    this.#isFlowing = true;
    if (!item.isBegun) this.news.push({ is: "begun", item: item.id, ms: 0 });
    item.isBegun = true;
    return item;
  }

  /** @param {Item} item */
  #dry(item) {
    if (this.#isFlowing && item.isBegun) {
      this.#wantedMs = Math.min(MOST_MS, this.#wantedMs + MORE_MS);
      this.news.push({ is: "dry" });
    }
    this.#isFlowing = false;
    return null;
  }

  /** @param {Item} item */
  #isEnough(item) {
    return item.isWhole || item.waiting * 1_000 >= this.#wantedMs * this.#rate;
  }

  /** @param {Item} item */
  #msOf(item) {
    return Math.floor((item.put * 1_000) / this.#rate);
  }
}
