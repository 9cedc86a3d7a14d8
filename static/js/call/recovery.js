/** Tries again, with growing random pauses, what a returning network may cure. */

import { fullJitter } from "../lib/backoff.js";
import { Problem } from "../lib/problem.js";

const GIVE_UP_AFTER_MS = 60_000;

/** @type {[string, string, boolean]} */
const LOST = ["call_lost", "The network did not come back. What was said is kept and will be saved.", true];

/**
 * @template T
 * @param {() => Promise<T>} attempt
 * @param {AbortSignal} signal
 * @returns {Promise<T>}
 * @throws {Problem} the first that trying again cannot cure; after a minute: call_lost
 */
export async function recover(attempt, signal) {
  const until = Date.now() + GIVE_UP_AFTER_MS;
  for (let tries = 0; ; tries += 1) {
    await pause(fullJitter(tries), signal);
    try {
      return await attempt();
    } catch (error) {
      const isCurable = error instanceof Problem && error.retry;
      if (!isCurable || signal.aborted) throw error;
      if (Date.now() > until) throw new Problem(...LOST);
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
