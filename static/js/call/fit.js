/** Makes a reduced event fit the socket's limits: texts are cut rather than the event lost. */

export const EVENT_BYTES = 48 * 1024;
const DEPTH = 24;
const SHORTEST_TEXT = 64;
const UNSENDABLE = /[\u0000\p{Surrogate}]/gu;

const encoder = new TextEncoder();

/**
 * @param {unknown} value
 * @returns {number} bytes of its JSON
 */
export function bytesOf(value) {
  return encoder.encode(JSON.stringify(value)).length;
}

/**
 * @param {string} text
 * @returns {string} without what the socket refuses
 */
export function sendable(text) {
  return text.replace(UNSENDABLE, "\uFFFD");
}

/**
 * @template T
 * @param {T} event
 * @returns {T} without NUL, lone surrogates or anything too deep, and at most EVENT_BYTES long as JSON
 */
export function fit(event) {
  const longest = longestText(event);
  for (let limit = longest; limit > SHORTEST_TEXT; limit = Math.floor(limit / 2)) {
    const cut = clean(event, limit, DEPTH);
    if (bytesOf(cut) <= EVENT_BYTES) return cut;
  }
  return clean(event, SHORTEST_TEXT, DEPTH);
}

/**
 * @param {any} value
 * @returns {number}
 */
function longestText(value) {
  if (typeof value === "string") return Math.max(value.length, SHORTEST_TEXT + 1);
  if (value === null || typeof value !== "object") return SHORTEST_TEXT + 1;
  return Math.max(SHORTEST_TEXT + 1, ...Object.values(value).map(longestText));
}

/**
 * @param {any} value
 * @param {number} limit characters a text may keep
 * @param {number} depth levels that may follow
 * @returns {any}
 */
function clean(value, limit, depth) {
  if (typeof value === "string") return sendable(value.slice(0, limit));
  if (value === null || typeof value !== "object") return value;
  if (depth === 0) return null;
  if (Array.isArray(value)) return value.map((each) => clean(each, limit, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, clean(each, limit, depth - 1)]));
}
