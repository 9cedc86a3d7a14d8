/** When a call may go over to a fresh session without cutting anybody off, and how long it may wait for that. No I/O. */

/** Who has just stopped may only be drawing breath. */
export const QUIET_FOR_MS = 400;

/** What is known of a session's length decides how long before its end a quiet moment is looked for: at most this. */
const LONGEST_SEARCH_MS = 300_000;
const SHORTEST_SEARCH_MS = 3_000;
const SEARCH_OF_LIFE = 1 / 4;

/** Before the very end there must be time to cut off in good order, and to go over. */
const LONGEST_RESERVE_MS = 20_000;
const SHORTEST_RESERVE_MS = 1_500;
const RESERVE_OF_LIFE = 1 / 10;

/** @typedef {import("./states.js").Facts} Facts */

/**
 * @param {number} now milliseconds since 1970, as all of these
 * @param {number} expiresAt when the provider ends the session
 * @returns {{from: number, by: number}} from when on a quiet moment will do, and by when it must be done
 */
export function renewal(now, expiresAt) {
  const life = Math.max(0, expiresAt - now);
  const search = between(SHORTEST_SEARCH_MS, life * SEARCH_OF_LIFE, LONGEST_SEARCH_MS);
  const reserve = between(SHORTEST_RESERVE_MS, life * RESERVE_OF_LIFE, LONGEST_RESERVE_MS);
  return { from: Math.max(now, expiresAt - search), by: Math.max(now, expiresAt - reserve) };
}

/**
 * @param {Readonly<Facts>} facts
 * @returns {boolean} nobody speaks, nothing is thought about, looked up or waited for
 */
export function isQuiet({ phase, listening, holding, thinking, tool, approval, speaking }) {
  return phase === "live" && !listening && !holding && !thinking && tool === null && !approval && !speaking;
}

/** For how long it has been quiet. */
export class Silence {
  /** @type {number | null} */ #since = null;

  /**
   * @param {boolean} quiet
   * @param {number} now milliseconds
   * @returns {boolean} whether it has been for long enough
   */
  hears(quiet, now) {
    if (!quiet) this.#since = null;
    else this.#since ??= now;
    return this.#since !== null && now - this.#since >= QUIET_FOR_MS;
  }
}

/**
 * @param {number} least
 * @param {number} value
 * @param {number} most
 */
function between(least, value, most) {
  return Math.min(most, Math.max(least, value));
}
