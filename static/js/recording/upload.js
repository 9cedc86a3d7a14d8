/** Sends a recording and says how far it is, which `fetch` cannot. */

import { csrfToken, refusal, UNREACHABLE } from "../lib/http.js";

/** @typedef {{text: string, recording: string | null, note: string}} Written recording: its id, where the sound is kept */

/**
 * @param {import("./shelf.js").Kept} kept
 * @param {(part: number) => void} told 0 to 1; 1: it is being written down
 * @returns {Promise<Written>}
 * @throws {import("../lib/problem.js").Problem}
 */
export async function upload({ id, conversation, sound }, told) {
  const request = new XMLHttpRequest();
  request.open("POST", `/conversations/${conversation}/recordings/?client_id=${id}`);
  request.setRequestHeader("X-CSRFToken", csrfToken());
  request.setRequestHeader("Content-Type", "application/octet-stream");
  request.upload.onprogress = ({ loaded, total }) => told(total ? loaded / total : 0);
  request.upload.onload = () => told(1);
  const { status, responseText } = await answered(request, sound);
  const answer = new Response(responseText, { status });
  if (!answer.ok) throw await refusal(answer);
  return answer.json();
}

/**
 * @param {XMLHttpRequest} request
 * @param {Blob} sound
 * @returns {Promise<XMLHttpRequest>}
 */
function answered(request, sound) {
  return new Promise((resolve, reject) => {
    request.onload = () => resolve(request);
    request.onerror = request.onabort = request.ontimeout = () => reject(UNREACHABLE);
    request.send(sound);
  });
}
