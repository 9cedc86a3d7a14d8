/** The debug log: what this tab does, in the browser's console. Off until somebody switches it on, for this browser. */

const KEY = "parley.debug";

/** Fields whose text is a name of ours or the provider's; of every other text only the length is told. */
const NAMES = new Set([
  "type", "session", "conversation", "item_id", "response_id", "event_id", "previous_item_id", "id",
  "role", "status", "state", "code", "reason", "phase", "device", "name",
]);
const LONGEST_NAME = 80;
const LONGEST_LIST = 20;

/** @returns {boolean} */
export function isDebugging() {
  const wished = new URL(location.href).searchParams.get("debug");
  if (wished !== null) keepDebugging(wished !== "0");
  return localStorage.getItem(KEY) === "on";
}

/** @param {boolean} on */
export function keepDebugging(on) {
  if (on) localStorage.setItem(KEY, "on");
  else localStorage.removeItem(KEY);
}

/**
 * What may be read over somebody's shoulder, or pasted into a report: no words that were said, no token.
 * @param {any} value
 * @param {string} [key]
 * @returns {any}
 */
export function outline(value, key = "") {
  if (typeof value === "string") return NAMES.has(key) ? value.slice(0, LONGEST_NAME) : `(${value.length} characters)`;
  if (Array.isArray(value)) return value.slice(0, LONGEST_LIST).map((each) => outline(each));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, outline(each, name)]));
}
