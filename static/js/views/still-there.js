/** The question of a call in which nobody speaks: how long it still lasts, and Stay. */

import { blueprint, part } from "./parts.js";
import { elapsed } from "./times.js";

const LAST_WORD_S = 10;

export class StillThere {
  #root;
  #announce;
  /** @type {HTMLElement | null} */ #question = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #ticking;

  /**
   * @param {HTMLElement} root the notices
   * @param {(text: string) => void} announce to a screen reader
   */
  constructor(root, announce) {
    this.#root = root;
    this.#announce = announce;
  }

  /**
   * @param {number} until milliseconds since 1970
   * @param {() => void} stay
   */
  ask(until, stay) {
    this.drop();
    this.#question = blueprint("still-there");
    part(this.#question, "stay").addEventListener("click", stay);
    this.#root.append(this.#question);
    part(this.#question, "text").textContent = "Are you still there? Say something or press Stay, or this call ends.";
    part(this.#question, "spoken").textContent = ` It ends in ${secondsTo(until)} seconds.`;
    this.#ticking = setInterval(() => this.#tick(until), 1_000);
    this.#tick(until);
  }

  drop() {
    clearInterval(this.#ticking);
    this.#question?.remove();
    this.#question = null;
  }

  /** @param {number} until */
  #tick(until) {
    if (!this.#question) return;
    const left = secondsTo(until);
    part(this.#question, "left").textContent = elapsed(left * 1_000);
    if (left === LAST_WORD_S) this.#announce(`This call ends in ${left} seconds.`);
  }
}

/** @param {number} until */
function secondsTo(until) {
  return Math.max(0, Math.round((until - Date.now()) / 1_000));
}
