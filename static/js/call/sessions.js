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
 * @property {boolean} [push_to_talk] the person says when a turn ends
 * @property {import("./idling.js").Limits} [limits]
 * @property {number} [now] the server's clock, in seconds since 1970
 * @property {string} [socket] the audio relay's address, where the call goes by the server
 * @property {string[]} [notes] what was wished for the call and cannot be, one sentence each
 */
/**
 * @typedef {object} Wish
 * @property {string} client_id
 * @property {string} device
 * @property {boolean} microphone
 * @property {boolean} take_over
 * @property {string} [moves] the session of the same call that this one follows
 * @property {boolean} [cut_off] what was said there may have had no answer
 * @property {import("./transports/choosing.js").Way} transport
 */

/**
 * @param {string} conversation
 * @param {Wish} wish
 * @param {AbortSignal} [signal]
 * @returns {Promise<Grant>}
 * @throws {import("../lib/problem.js").Problem}
 */
export function requestSession(conversation, wish, signal) {
  return postJson(`/conversations/${conversation}/sessions/`, wish, { signal });
}

/**
 * Who says when a turn ends, a key or pauses: kept for the next calls, and told to this one by a `settings` frame.
 * @param {string} conversation
 * @param {string} session
 * @param {boolean} pushToTalk
 * @returns {Promise<void>}
 * @throws {Problem}
 */
export function changeTurns(conversation, session, pushToTalk) {
  return postJson(`/conversations/${conversation}/sessions/${session}/turns/`, { push_to_talk: pushToTalk });
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
