/** Cuts off what is under way in a session that the call must leave, so that it is kept as it was heard. */

import { within } from "../lib/within.js";

const WITHIN_MS = 600;

/**
 * @typedef {object} Parts
 * @property {import("./provider-session.js").Transport} transport
 * @property {import("./responses.js").ResponseGate} responses
 * @property {import("./last-words.js").LastWords} words
 */

/**
 * @param {Parts} parts
 * @param {boolean} listening somebody is speaking
 * @returns {Promise<void>} when it is known what was said and heard, or after a moment
 */
export async function cutOff(parts, listening) {
  const done = new AbortController();
  const ended = allEnded(parts, listening, done.signal);
  if (listening) parts.transport.send({ type: "input_audio_buffer.commit" });
  parts.responses.cancel();
  parts.transport.send({ type: "output_audio_buffer.clear" });
  await within(WITHIN_MS, ended);
  done.abort();
}

/**
 * @param {Parts} parts
 * @param {boolean} listening
 * @param {AbortSignal} signal
 */
async function allEnded({ transport, responses, words }, listening, signal) {
  const heard = (/** @type {string} */ type) => new Promise((resolve) => {
    transport.on("event", (event) => event.type === type && resolve(undefined), { signal });
  });
  const committed = listening ? heard("input_audio_buffer.committed") : null;
  const answered = responses.isRunning ? heard("response.done") : null;
  await Promise.all([committed, answered]);
  await words.written();
}
