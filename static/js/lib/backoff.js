/** How long to wait before trying again: full jitter, so that many tabs do not come back at once. */

const FIRST_CEILING_MS = 500;
const LAST_CEILING_MS = 30_000;

/**
 * @param {number} attempt 0 for the first try
 * @param {{random?: () => number, longest?: number}} [options] longest: no ceiling is above it; milliseconds
 * @returns {number} milliseconds, anywhere from 0 to the attempt's ceiling
 */
export function fullJitter(attempt, { random = Math.random, longest = LAST_CEILING_MS } = {}) {
  return random() * Math.min(longest, FIRST_CEILING_MS * 2 ** attempt);
}
