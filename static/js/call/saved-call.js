/** What a reload of this tab needs to go on with its call; no token, no text. */

const KEY = "parley.call";
const GOOD_FOR_MS = 30_000;

/**
 * @typedef {object} SavedCall
 * @property {string} conversation
 * @property {string} title
 * @property {boolean} muted
 * @property {boolean} stopped
 * @property {boolean} microphone
 * @property {number} startedAt
 * @property {string} [moves] the session that the call was in
 * @property {boolean} [bySocket] WebRTC did not get through
 */

/**
 * @param {string} user
 * @param {SavedCall} call
 */
export function saveCall(user, { conversation, title, muted, stopped, microphone, startedAt, moves, bySocket }) {
  const record = { conversation, title, muted, stopped, microphone, startedAt, moves, bySocket, user, at: Date.now() };
  sessionStorage.setItem(KEY, JSON.stringify(record));
}

export function forgetCall() {
  sessionStorage.removeItem(KEY);
}

/**
 * @param {string} user
 * @returns {SavedCall | null} null when it is somebody else's, or so old that the tab was rather closed than reloaded
 */
export function resumableCall(user) {
  const record = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  if (record?.user !== user || Date.now() - record.at > GOOD_FOR_MS) return null;
  const { conversation, title, muted, stopped, microphone, startedAt, moves, bySocket } = record;
  return { conversation, title, muted, stopped, microphone, startedAt, moves, bySocket };
}
