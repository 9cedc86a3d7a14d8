/** Which controls a call has, and how each of them stands. */

import { part } from "./parts.js";

/** @typedef {import("../call/states.js").Facts} Facts */
/** @typedef {{hidden: boolean, pressed?: boolean, idle?: boolean, word?: string}} Control idle: it is there, and would do nothing now */

/**
 * @param {Facts} facts
 * @param {boolean} canRetry
 * @returns {Record<string, Control>}
 */
export function controlsOf(facts, canRetry) {
  const failed = facts.phase === "error";
  const live = facts.phase === "live";
  const spoken = !failed && facts.microphone;
  const answering = facts.speaking || facts.thinking || !facts.microphone;
  return {
    mute: { hidden: !spoken || facts.pushToTalk, pressed: facts.muted },
    hold: { hidden: !spoken || !facts.pushToTalk, pressed: facts.holding, idle: !live || facts.stopped },
    devices: { hidden: !spoken },
    stop: { hidden: !spoken, idle: !live, word: facts.stopped ? "Resume" : "Stop" },
    speak: { hidden: failed || facts.microphone, idle: !live },
    interrupt: { hidden: failed, idle: !live || !answering },
    retry: { hidden: !failed || !canRetry },
    dismiss: { hidden: !failed },
    end: { hidden: failed },
  };
}

/**
 * @param {Facts & {recording?: boolean}} facts
 * @param {import("../call/states.js").Description} description
 * @returns {Record<string, string | boolean>} what a surface of the call bears as data
 */
export function flagsOf(facts, { state, warning }) {
  const released = state === "listening" && facts.pushToTalk && !facts.holding;
  return {
    state, muted: facts.muted || released, degraded: warning !== null, recording: facts.recording ?? false,
    failed: facts.phase === "error", typed: !facts.microphone,
  };
}

/**
 * What would do nothing now keeps the focus: a disabled button would lose it.
 * @param {HTMLElement} button
 * @param {Control} control
 */
export function show(button, { hidden, pressed, idle, word }) {
  button.hidden = hidden;
  if (pressed !== undefined) button.setAttribute("aria-pressed", String(pressed));
  if (idle !== undefined) button.setAttribute("aria-disabled", String(idle));
  if (word === undefined || word === button.dataset.word) return;
  button.dataset.word = word;
  part(button, "stop-word").textContent = word;
}
