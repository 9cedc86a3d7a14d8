/** Waiting for what the code under test does by itself. */

/** A script that is fetched when it is first needed takes time, not turns; tests hold `Date` and timers, never this. */
const NEVER_MS = 20_000;

/**
 * @template T
 * @param {() => T} found
 * @returns {Promise<NonNullable<T>>} when it is there
 */
export async function until(found) {
  for (const end = performance.now() + NEVER_MS; performance.now() < end; ) {
    const value = found();
    if (value) return value;
    await idle();
  }
  throw new Error(`never came: ${found}`);
}

/** One turn of the event loop. */
export function idle() {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Enough turns for everything that is under way to come to rest. */
export async function rest() {
  for (let turns = 0; turns < 30; turns += 1) await idle();
}

/** @returns {{promise: Promise<void>, resolve: () => void}} a thing that happens when the test says so */
export function signal() {
  let resolve = () => {};
  const promise = /** @type {Promise<void>} */ (new Promise((done) => (resolve = () => done(undefined))));
  return { promise, resolve: () => resolve() };
}
