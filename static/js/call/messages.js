/** Typed messages: stored on the server first. */

import { postJson } from "../lib/http.js";

/**
 * @param {{conversation: string, content: string, client_id: string}} message
 * @returns {Promise<{id: string, item_id: string, sequence: number}>} the same again for the same client_id
 * @throws {import("../lib/problem.js").Problem}
 */
export function postMessage({ conversation, content, client_id }) {
  return postJson(`/conversations/${conversation}/messages/`, { client_id, content });
}
