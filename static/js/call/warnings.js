/** What is wrong with a call that goes on, in the words of its amber strip: what happened, what it means. */

const CLOCK = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit" });
const GOES_ON = new Set(["live", "reconnecting"]);

/** @typedef {import("./states.js").Facts} Facts */
/** @typedef {{what: string, meaning: string}} Warning */
/** @typedef {[when: (facts: Facts) => boolean, what: (facts: Facts) => string, meaning: string]} Row */

/** The worst comes first. @type {Row[]} */
const ROWS = [
  [({ unkeptSince }) => unkeptSince !== null, ({ unkeptSince }) => `Not being saved since ${clock(unkeptSince ?? 0)}.`,
    "Parley is away, and this page can keep no more. What is said now will be missing from the conversation."],
  [({ degraded }) => degraded, () => "Live, but not being saved.",
    "This page keeps what is said and saves it when Parley is back. Leave it open."],
  [({ unheard }) => unheard, () => "Parley no longer hears this call itself.",
    "What this page hears is still saved. Leave it open."],
];

/**
 * @param {Facts} facts
 * @returns {Warning | null}
 */
export function warningOf(facts) {
  const row = GOES_ON.has(facts.phase) && ROWS.find(([holds]) => holds(facts));
  return row ? { what: row[1](facts), meaning: row[2] } : null;
}

/**
 * @param {number} at milliseconds since 1970
 * @returns {string} like 14:05, in the reader's own manner
 */
export function clock(at) {
  return new Date(at).toLocaleTimeString([], CLOCK);
}
