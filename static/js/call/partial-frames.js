/** Tells other devices the growing texts: the newest of each item, ten frames a second in all. */

import { sendable } from "./fit.js";

const EVERY_MS = 100;
const CHARACTERS = 10_000;

/** @typedef {import("./growing-texts.js").Partial} Partial */

export class PartialFrames {
  #send;
  /** @type {Map<string, Partial>} */ #due = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #pause;

  /** @param {(partial: {item_id: string, role: string, content: string}) => void} send */
  constructor(send) {
    this.#send = send;
  }

  /** @param {Partial} partial */
  offer(partial) {
    if (!partial.content) return;
    this.#due.set(partial.item_id, partial);
    if (this.#pause === undefined) this.#sendOldest();
  }

  close() {
    clearTimeout(this.#pause);
    this.#due.clear();
  }

  #sendOldest() {
    this.#pause = undefined;
    const [oldest] = this.#due.values();
    if (!oldest) return;
    this.#due.delete(oldest.item_id);
    const { item_id, role, content } = oldest;
    this.#send({ item_id, role, content: sendable(content.slice(-CHARACTERS)) });
    this.#pause = setTimeout(() => this.#sendOldest(), EVERY_MS);
  }
}
