/** Tries again, with growing random pauses, what a returning network may cure. */

import { fullJitter } from "../lib/backoff.js";
import { Problem } from "../lib/problem.js";

const GIVE_UP_AFTER_MS = 60_000;

/**
 * @template T
 * @param {() => Promise<T>} attempt
 * @param {AbortSignal} signal
 * @returns {Promise<T>}
 * @throws {Problem} the first that trying again cannot cure, or the last after a minute
 */
export async function recover(attempt, signal) {
  const until = Date.now() + GIVE_UP_AFTER_MS;
  for (let tries = 0; ; tries += 1) {
    await pause(fullJitter(tries), signal);
    try {
      return await attempt();
    } catch (error) {
      const isCurable = error instanceof Problem && error.retry;
      if (!isCurable || signal.aborted || Date.now() > until) throw error;
    }
  }
}

/**
 * @param {number} ms
 * @param {AbortSignal} signal
 */
function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}
