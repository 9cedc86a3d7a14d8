/** Texts that models write where nobody spoke. */

import { plain } from "./phrases.js";

/** Below so much voice a short text is doubted. */
const HARDLY_ANY_VOICE_MS = 280;

/** @typedef {{always: string[], short: string[]}} Known */

/**
 * @param {string} text
 * @param {number} voiceMs how long a voice was heard in it
 * @param {Known} known
 * @returns {boolean}
 */
export function isPhantom(text, voiceMs, known) {
  const said = plain(text);
  if (!said) return true;
  return known.always.includes(said) || (voiceMs < HARDLY_ANY_VOICE_MS && known.short.includes(said));
}
