/** What a reload of this tab needs to go on with its call; no token, no text. */

const KEY = "parley.call";
const GOOD_FOR_MS = 30_000;

/** @typedef {{conversation: string, title: string, muted: boolean, microphone: boolean, startedAt: number}} SavedCall */

/**
 * @param {string} user
 * @param {SavedCall} call
 */
export function saveCall(user, { conversation, title, muted, microphone, startedAt }) {
  const record = { conversation, title, muted, microphone, startedAt, user, at: Date.now() };
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
  const { conversation, title, muted, microphone, startedAt } = record;
  return { conversation, title, muted, microphone, startedAt };
}
