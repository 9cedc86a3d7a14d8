/** Asking Parley for a session with the provider, and giving it back. */

import { csrfToken, postJson } from "../lib/http.js";
import { Problem } from "../lib/problem.js";

/**
 * @typedef {object} Grant
 * @property {string} session
 * @property {{value: string, expires_at: number} | null} token null when this request was answered before
 * @property {string} calls_url
 * @property {string} model
 * @property {string} voice
 * @property {'audio'|'text'} output
 * @property {{id: string, [field: string]: any}[]} replay
 * @property {boolean} answer_due
 */
/** @typedef {{client_id: string, device: string, microphone: boolean, take_over: boolean}} Wish */

/**
 * @param {string} conversation
 * @param {Wish} wish
 * @returns {Promise<Grant>}
 * @throws {import("../lib/problem.js").Problem}
 */
export function requestSession(conversation, wish) {
  return postJson(`/conversations/${conversation}/sessions/`, wish);
}

/**
 * @param {string} conversation
 * @param {string} session
 * @param {string} reason
 * @returns {Promise<void>}
 */
export async function endSession(conversation, session, reason) {
  try {
    await postJson(endUrl(conversation, session), { reason });
  } catch (error) {
    // Nothing is lost and nobody can act on it: the server's sweep ends what this could not.
    if (!(error instanceof Problem)) throw error;
  }
}

/**
 * The last word of a page that is going away.
 * @param {string} conversation
 * @param {string} session
 */
export function leaveSession(conversation, session) {
  const body = JSON.stringify({ reason: "left", csrfmiddlewaretoken: csrfToken() });
  navigator.sendBeacon(endUrl(conversation, session), new Blob([body], { type: "text/plain" }));
}

/**
 * @param {string} conversation
 * @param {string} session
 */
function endUrl(conversation, session) {
  return `/conversations/${conversation}/sessions/${session}/end/`;
}
