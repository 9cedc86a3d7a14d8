/** Asking Parley for a session with the provider, and giving it back. */

import { postJson } from "../lib/http.js";
import { Problem } from "../lib/problem.js";

/**
 * @typedef {object} Grant
 * @property {string} session
 * @property {'token'|'server'} [setup] who posts the offer to the provider
 * @property {{value: string, expires_at: number} | null} token null with `server`, and when this request was answered before
 * @property {string} calls_url where the offer goes
 * @property {string} model
 * @property {string} voice
 * @property {'audio'|'text'} output
 * @property {{id: string, [field: string]: any}[]} replay
 * @property {boolean} answer_due
 * @property {import("./idling.js").Limits} [limits]
 * @property {string[]} [notes] what was wished for the call and cannot be, one sentence each
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
 * Also the last word of a page that is going away.
 * @param {string} conversation
 * @param {string} session
 * @param {string} reason
 * @returns {Promise<void>}
 */
export async function endSession(conversation, session, reason) {
  const url = `/conversations/${conversation}/sessions/${session}/end/`;
  try {
    await postJson(url, { reason }, { keepalive: true });
  } catch (error) {
    // Nothing is lost and nobody can act on it: the server's sweep ends what this could not.
    if (!(error instanceof Problem)) throw error;
  }
}
