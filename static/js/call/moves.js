/** What the person is told of a call that has gone over to a fresh session: one line. */

/** @typedef {{voice: string, model: string}} Manner how a session answers */
/** @typedef {{reason: import("./moving.js").Reason, before: Manner, after: Manner}} Move */

/** @type {Record<import("./moving.js").Reason, (move: Move) => string>} */
const SENTENCES = {
  voice: ({ before, after }) =>
    before.voice === after.voice ? `The voice stays ${named(after.voice)}.` : `From now on ${named(after.voice)} speaks.`,
  settings: () => "The new settings hold from now on.",
  expiring: () => "The connection was renewed, and the call goes on.",
  lost: () => "The connection is back, and the call goes on.",
};

/**
 * @param {Move} move
 * @returns {string}
 */
export function sentenceOf(move) {
  const { reason, before, after } = move;
  const said = SENTENCES[reason](move);
  return before.model === after.model ? said : `${said} The model is ${after.model} now.`;
}

/** @param {string} voice */
function named(voice) {
  return voice.startsWith("voice_") ? "your own voice" : voice.charAt(0).toUpperCase() + voice.slice(1);
}
