/** White space around what is dictated: one blank between words, none where a script has none. */

const NO_BLANKS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const NEEDS_NONE_AFTER = /[\s([{«„“‘¿¡/-]/u;
const NEEDS_NONE_BEFORE = /[\s.,;:!?…)\]}»”’]/u;

/**
 * @param {string} words as the model wrote them
 * @returns {string}
 */
export function tidy(words) {
  return words.replace(/\s+/gu, " ").trim();
}

/**
 * @param {string} words tidy ones
 * @param {string} before the character before them, "" at the start
 * @param {string} after the character after them, "" at the end
 * @returns {string} with the blanks that keep them apart from what stands there
 */
export function fitted(words, before, after) {
  if (!words) return "";
  const lead = isApart(before, words[0]) ? " " : "";
  const trail = isApart(words[words.length - 1], after) ? " " : "";
  return lead + words + trail;
}

/**
 * @param {string} left
 * @param {string} right
 */
function isApart(left, right) {
  if (!left || !right || NO_BLANKS.test(left) || NO_BLANKS.test(right)) return false;
  return !NEEDS_NONE_AFTER.test(left) && !NEEDS_NONE_BEFORE.test(right);
}
