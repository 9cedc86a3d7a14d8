/** What can still be done about the last thing in the thread: an answer that is missing, words that were not understood. */

/** @typedef {{words: string, answer?: string, say?: boolean, write?: boolean}} Offer answer: what asking for one is called */
/**
 * @typedef {object} Last the row that stands last
 * @property {string} [role]
 * @property {string} [status]
 * @property {string} [broken] set on an answer that nobody interrupted
 */
/**
 * @typedef {object} Circumstances
 * @property {boolean} isHeard the running call has it, sound and all
 * @property {boolean} isTalking the microphone is on already
 */

const UNANSWERED = { words: "This has no answer yet.", answer: "Ask for an answer" };
const AGAIN = { words: "", answer: "Ask again" };

/**
 * @param {Last} last
 * @param {Circumstances} circumstances
 * @returns {Offer | null}
 */
export function offerOf({ role, status, broken }, circumstances) {
  if (role === "user" && status === "failed") return misheard(circumstances);
  if (status === "live") return null;
  if (role === "user" && status === "final") return UNANSWERED;
  if (role === "tool" && status === "final") return UNANSWERED;
  const isBroken = status === "failed" || broken !== undefined;
  return isBroken && (role === "assistant" || role === "tool") ? AGAIN : null;
}

/** @param {Circumstances} circumstances */
function misheard({ isHeard, isTalking }) {
  const words = isTalking ? "Say it again, or write it." : "";
  return { words, answer: isHeard ? "Answer it all the same" : undefined, say: !isTalking, write: true };
}
