/** What each state of the call is called. Bar, room, title and screen reader read this and nothing else. */

import { warningOf } from "./warnings.js";

/**
 * What is known of the call; a phase says how far it is, the rest what happens in it.
 * @typedef {object} Facts
 * @property {'idle'|'permission'|'connecting'|'live'|'reconnecting'|'ended'|'error'} phase
 * @property {boolean} muted
 * @property {boolean} stopped
 * @property {boolean} pushToTalk the person says by a key when a turn begins and ends
 * @property {boolean} holding and holds it now
 * @property {boolean} listening the person is speaking
 * @property {boolean} thinking
 * @property {string | null} tool the name of the tool at work
 * @property {boolean} approval
 * @property {boolean} speaking the assistant can be heard
 * @property {boolean} microphone
 * @property {boolean} held the browser keeps the voice back until somebody taps
 * @property {boolean} degraded live, but the server cannot be told
 * @property {boolean} unheard the server heard the call itself, and no longer does
 * @property {boolean} unsaved something that was heard waits to be stored for longer than usual
 * @property {number | null} unkeptSince from then on there is no room even to wait (milliseconds since 1970)
 * @property {boolean} saving over, but the last words are still on their way
 * @property {"good" | "fair" | "poor" | null} quality of the connection; null while nothing is known
 * @property {{code: string, message: string, retry: boolean} | null} problem
 */
/** @typedef {{state: string, label: string, detail: string, canRetry: boolean, warning: import("./warnings.js").Warning | null}} Description */
/** @typedef {[when: (facts: Facts) => boolean, state: string, label: string, detail: string]} Row */

/** @type {Readonly<Facts>} */
export const NO_CALL = Object.freeze({
  phase: "idle", muted: false, stopped: false, pushToTalk: false, holding: false, listening: false, thinking: false, tool: null, approval: false,
  speaking: false, microphone: false, held: false, degraded: false, unheard: false,
  unsaved: false, unkeptSince: null, saving: false, quality: null, problem: null,
});

/** The first row that holds is the state. @type {Row[]} */
const ROWS = [
  [({ phase }) => phase === "permission", "permission", "Allow microphone access", "Your browser is asking"],
  [({ phase }) => phase === "connecting", "connecting", "Connecting…", "One moment"],
  [({ phase }) => phase === "reconnecting", "reconnecting", "Reconnecting…", "Your microphone stays as it was"],
  [({ phase, saving }) => phase === "ended" && saving, "ended", "Saving…", "The last words are on their way"],
  [({ phase }) => phase === "ended", "ended", "Call ended", "Tap to talk again"],
  [({ phase }) => phase === "idle", "idle", "Tap to talk", "Ready when you are"],
  [({ stopped }) => stopped, "stopped", "Paused", "Resume to continue"],
  [({ holding }) => holding, "listening", "Listening…", "Let go, and it answers"],
  [({ approval }) => approval, "approval", "Waiting for your approval", "Nothing happens until you decide"],
  [({ tool }) => tool !== null, "tool", "", "The call goes on meanwhile"],
  [({ speaking, held }) => speaking && held, "speaking", "Speaking…", "Tap anywhere to hear it"],
  [({ speaking }) => speaking, "speaking", "Speaking…", "Tap to interrupt"],
  [({ thinking }) => thinking, "thinking", "Thinking…", ""],
  [({ microphone }) => !microphone, "listening", "Ready", "Write; the microphone is off"],
  [({ pushToTalk }) => pushToTalk, "listening", "Hold to talk", "By the button or your key"],
  [({ muted }) => muted, "listening", "Muted", "Unmute to continue"],
  [({ held }) => held, "listening", "Listening…", "Tap anywhere to hear the answers"],
  [() => true, "listening", "Listening…", "Just talk, pauses are fine"],
];

/** @type {Record<string, string>} */
const TOOLS = {
  get_current_time: "Looking up the time…",
  search_notes: "Searching your notes…",
};

/** @type {Record<string, [state: string, label: string]>} */
const PROBLEMS = {
  microphone_denied: ["permission", "The microphone is blocked"],
  microphone_missing: ["permission", "No microphone found"],
  microphone_busy: ["permission", "Another program holds the microphone"],
  microphone_insecure: ["permission", "This page is not secure"],
  call_lost: ["error", "The call was lost"],
  logged_out: ["error", "You are logged out"],
  too_many_open_calls: ["error", "Too many calls are open"],
  calls_stopped: ["error", "Calls are stopped for now"],
};

/**
 * @param {Facts} facts
 * @returns {Description}
 */
export function describe(facts) {
  if (facts.phase === "error") return describeProblem(facts);
  const [, state, label, detail] = /** @type {Row} */ (ROWS.find(([holds]) => holds(facts)));
  return { state, label: label || work(facts.tool), detail, canRetry: false, warning: warningOf(facts) };
}

/**
 * @param {Facts} facts
 * @returns {Description}
 */
function describeProblem({ problem, microphone }) {
  const other = microphone ? "The call did not start" : "Saved, but not answered"; // what was written is stored first
  const [state, label] = PROBLEMS[problem?.code ?? ""] ?? ["error", other];
  return { state, label, detail: problem?.message ?? "", canRetry: problem?.retry ?? false, warning: null };
}

/**
 * @param {string | null} tool
 * @returns {string}
 */
function work(tool) {
  return TOOLS[tool ?? ""] ?? `Working: ${(tool ?? "").replaceAll("_", " ")}…`;
}
