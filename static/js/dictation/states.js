/** How a dictation stands, in one word for programs and one for people. */

/** @typedef {'ready' | 'connecting' | 'listening' | 'processing' | 'denied' | 'failed' | 'error' | 'disconnected'} State */

/** @type {Record<State, string>} */
export const WORDS = {
  ready: "Ready",
  connecting: "Connecting",
  listening: "Listening (speak naturally)",
  processing: "Processing",
  denied: "Microphone denied",
  failed: "Failed to start",
  error: "Connection error",
  disconnected: "Disconnected",
};

/**
 * @param {{isOver: boolean, isHearing: boolean, isConnected: boolean, isWaiting: boolean, tries: number} | null} run
 * @param {'' | 'denied' | 'failed' | 'error'} fault
 * @returns {State}
 */
export function stateOf(run, fault) {
  if (fault) return fault;
  if (!run) return "ready";
  if (run.isOver) return run.isWaiting ? "processing" : "ready";
  if (run.isHearing && run.isConnected) return "listening";
  return run.tries > 0 ? "disconnected" : "connecting";
}
