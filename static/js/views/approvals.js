/** The cards that ask before a tool runs: how long each still waits, and what was pressed. */

import { elapsed } from "./times.js";

const TICK_MS = 1_000;

export class Approvals {
  /** @type {ReturnType<typeof setInterval> | undefined} */ #ticking;

  /** Cards have come or gone. */
  look() {
    const waits = this.#draw();
    if (!waits) clearInterval(this.#ticking);
    if (waits && !this.#ticking) this.#ticking = setInterval(() => this.look(), TICK_MS);
    if (!waits) this.#ticking = undefined;
  }

  /** @returns {HTMLElement | null} the card that waits longest, of those on this page */
  get first() {
    return document.querySelector("[data-approval]");
  }

  /** @returns {boolean} whether any card waits */
  #draw() {
    const times = document.querySelectorAll("[data-approval] time[data-until]");
    for (const time of times) time.textContent = left(/** @type {HTMLTimeElement} */ (time).dateTime);
    return times.length > 0;
  }
}

/**
 * @param {string} until ISO 8601
 * @returns {string}
 */
function left(until) {
  const ms = new Date(until).getTime() - Date.now();
  return ms > 0 ? `within ${elapsed(ms)}` : "in a moment";
}
