/**
 * @param {number} ms
 * @param {Promise<void>} promise
 * @returns {Promise<void>} when the promise is settled, or after that time
 */
export async function within(ms, promise) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let limit;
  const late = new Promise((resolve) => (limit = setTimeout(resolve, ms)));
  await Promise.race([promise, late]).finally(() => clearTimeout(limit));
}
