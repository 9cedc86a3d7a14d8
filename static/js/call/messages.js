/** Typed messages: stored on the server first. */

import { postJson } from "../lib/http.js";

/**
 * @typedef {object} Posted `mode`, `problem`: docs/classic.md
 * @property {string} id
 * @property {string} item_id
 * @property {number} sequence
 * @property {string} [mode]
 * @property {{code: string, message: string}} [problem]
 */

/**
 * @param {{conversation: string, content: string, client_id: string}} message
 * @returns {Promise<Posted>} the same again for the same client_id
 * @throws {import("../lib/problem.js").Problem}
 */
export function postMessage({ conversation, content, client_id }) {
  return postJson(`/conversations/${conversation}/messages/`, { client_id, content });
}
