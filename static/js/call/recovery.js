/** Tries again, with growing random pauses, what a returning network may cure. */

import { fullJitter } from "../lib/backoff.js";
import { Problem } from "../lib/problem.js";
import { onWaking } from "../lib/waking.js";

const GIVE_UP_AFTER_MS = 60_000;
const LONGEST_PAUSE_MS = 5_000;

/** A network that swallows everything answers nothing: the next try may find another way. */
const ATTEMPT_WITHIN_MS = 12_000;

/** @type {[string, string, boolean]} */
const LOST = ["call_lost", "The network did not come back. What was said is kept and will be saved.", true];

/** @typedef {(signal: AbortSignal) => Promise<void>} Attempt */

/**
 * @param {Attempt} attempt
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 * @throws {Problem} the first that trying again cannot cure; after a minute: call_lost
 */
export async function recover(attempt, signal) {
  const done = new AbortController();
  let until = Date.now() + GIVE_UP_AFTER_MS;
  // Time asleep does not count: the minute begins anew.
  onWaking(() => (until = Date.now() + GIVE_UP_AFTER_MS), done.signal);
  try {
    for (let tries = 0; !(await succeeds(attempt, tries, signal)); tries += 1) {
      if (Date.now() > until) throw new Problem(...LOST);
    }
  } finally {
    done.abort();
  }
}

/**
 * @param {Attempt} attempt
 * @param {number} tries how many there were
 * @param {AbortSignal} signal
 * @returns {Promise<boolean>} false when trying again may help
 */
async function succeeds(attempt, tries, signal) {
  await pause(fullJitter(tries, { longest: LONGEST_PAUSE_MS }), signal);
  try {
    await limited(attempt, signal);
    return true;
  } catch (error) {
    if (signal.aborted || !(error instanceof Problem && error.retry)) throw error;
    return false;
  }
}

/**
 * @param {Attempt} attempt
 * @param {AbortSignal} signal
 */
async function limited(attempt, signal) {
  const late = new AbortController();
  const limit = setTimeout(() => late.abort(new Problem(...LOST)), ATTEMPT_WITHIN_MS);
  await attempt(AbortSignal.any([signal, late.signal])).finally(() => clearTimeout(limit));
}

/**
 * @param {number} ms
 * @param {AbortSignal} signal
 * @returns {Promise<void>} after that time, or when the network is there again
 */
async function pause(ms, signal) {
  signal.throwIfAborted();
  const settled = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let timer;
  await new Promise((resolve, reject) => {
    timer = setTimeout(resolve, ms);
    onWaking(() => resolve(undefined), settled.signal);
    signal.addEventListener("abort", () => reject(signal.reason), { signal: settled.signal });
  }).finally(() => {
    clearTimeout(timer);
    settled.abort();
  });
}
