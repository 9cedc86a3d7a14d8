/** Spoken commands: a phrase at the end of an utterance. Phrases are compared as words, never run as patterns. */

const SILENT = /[\p{P}\p{S}\s]/u;
const NO_BLANKS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/** @typedef {'send' | 'purge'} Command */
/** @typedef {Record<Command, string[]>} Phrases */

/**
 * @param {string} text of an utterance
 * @param {Phrases} phrases
 * @returns {{command: Command, rest: string} | null} rest: what was said before the phrase
 */
export function commandIn(text, phrases) {
  const said = folded(text);
  for (const command of /** @type {Command[]} */ (["send", "purge"])) {
    for (const phrase of phrases[command]) {
      const at = endingAt(said, folded(phrase).letters);
      if (at !== null) return { command, rest: withoutTail(text.slice(0, at)) };
    }
  }
  return null;
}

/**
 * Without case, punctuation and double blanks.
 * @param {string} text
 * @returns {string}
 */
export function plain(text) {
  return folded(text).letters;
}

/**
 * @typedef {{letters: string, places: number[]}} Folded places: of each letter, where it stood
 * @param {string} text
 * @returns {Folded}
 */
function folded(text) {
  let letters = "";
  /** @type {number[]} */ const places = [];
  let place = 0;
  for (const sign of text) {
    for (const letter of foldedSign(sign, letters)) {
      letters += letter;
      places.push(place);
    }
    place += sign.length;
  }
  return { letters: letters.trimEnd(), places };
}

/**
 * @param {string} sign
 * @param {string} before
 * @returns {string}
 */
function foldedSign(sign, before) {
  if (sign === "'" || sign === "’") return "";
  if (SILENT.test(sign)) return before && !before.endsWith(" ") ? " " : "";
  return sign.normalize("NFKC").toLowerCase();
}

/**
 * @param {Folded} said
 * @param {string} phrase folded
 * @returns {number | null} where in the text the phrase begins, if that is how it ends
 */
function endingAt({ letters, places }, phrase) {
  if (!phrase || !letters.endsWith(phrase)) return null;
  const at = letters.length - phrase.length;
  const isWord = at === 0 || letters[at - 1] === " " || NO_BLANKS.test(phrase[0]);
  return isWord ? places[at] : null;
}

/**
 * @param {string} text what stood before the phrase
 * @returns {string} without a comma or dash that led up to it
 */
function withoutTail(text) {
  return text.replace(/[\s,;:–—-]+$/u, "");
}
