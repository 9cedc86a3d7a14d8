import assert from "node:assert/strict";
import { test } from "node:test";

import { NO_CALL, describe } from "../../../static/js/call/states.js";

/** design.md, section 7: the words of data-state. */
const STATES = ["idle", "permission", "connecting", "listening", "thinking", "tool", "approval", "speaking", "stopped",
  "reconnecting", "ended", "error"];
const LIVE = { ...NO_CALL, phase: /** @type {const} */ ("live"), microphone: true };

/** @type {[Partial<import("../../../static/js/call/states.js").Facts>, string, string][]} */
const TABLE = [
  [{ phase: "idle" }, "idle", "Tap to talk"],
  [{ phase: "permission" }, "permission", "Allow microphone access"],
  [{ phase: "connecting" }, "connecting", "Connecting…"],
  [{}, "listening", "Listening…"],
  [{ listening: true }, "listening", "Listening…"],
  [{ thinking: true }, "thinking", "Thinking…"],
  [{ tool: "get_current_time" }, "tool", "Looking up the time…"],
  [{ tool: "water_plants" }, "tool", "Working: water plants…"],
  [{ approval: true }, "approval", "Waiting for your approval"],
  [{ speaking: true }, "speaking", "Speaking…"],
  [{ muted: true }, "listening", "Muted"],
  [{ muted: true, speaking: true }, "speaking", "Speaking…"],
  [{ microphone: false }, "listening", "Ready"],
  [{ stopped: true }, "stopped", "Paused"],
  [{ stopped: true, holding: true }, "stopped", "Paused"],
  [{ pushToTalk: true }, "listening", "Hold to talk"],
  [{ pushToTalk: true, speaking: true }, "speaking", "Speaking…"],
  [{ pushToTalk: true, holding: true, speaking: true }, "listening", "Listening…"],
  [{ phase: "reconnecting" }, "reconnecting", "Reconnecting…"],
  [{ phase: "ended" }, "ended", "Call ended"],
  [{ phase: "ended", saving: true }, "ended", "Saving…"],
];

test("facts read as the screen's words", () => {
  for (const [facts, state, label] of TABLE) {
    const said = describe({ ...LIVE, ...facts });
    assert.deepEqual([said.state, said.label], [state, label], JSON.stringify(facts));
  }
});

test("every state has facts that lead to it", () => {
  const reached = new Set(TABLE.map(([, state]) => state)).add(problem("provider_refused").state);
  assert.deepEqual([...reached].sort(), [...STATES].sort());
});

test("every combination of facts has a state of the list", () => {
  for (const phase of /** @type {const} */ (["idle", "permission", "connecting", "live", "reconnecting", "ended", "error"])) {
    for (let bits = 0; bits < 256; bits += 1) {
      const flags = ["muted", "stopped", "listening", "thinking", "approval", "speaking", "microphone", "degraded"];
      const facts = Object.fromEntries(flags.map((flag, at) => [flag, Boolean(bits & (1 << at))]));
      assert.ok(STATES.includes(describe({ ...NO_CALL, ...facts, phase }).state));
    }
  }
});

test("a voice that the browser holds back asks for a tap", () => {
  for (const change of [{}, { speaking: true }]) {
    assert.match(describe({ ...LIVE, ...change, held: true }).detail, /^Tap anywhere to hear/);
  }
});

test("muted is never called listening", () => {
  for (const change of [{}, { listening: true }, { degraded: true }]) {
    assert.doesNotMatch(describe({ ...LIVE, ...change, muted: true }).label, /listening/i);
  }
});

test("a live call that is not saved says so in every state", () => {
  for (const change of [{}, { speaking: true }, { muted: true }, { phase: /** @type {const} */ ("reconnecting") }]) {
    assert.equal(describe({ ...LIVE, ...change, degraded: true }).warning?.what, "Live, but not being saved.");
  }
});

test("each fault of the microphone has a title of its own", () => {
  const codes = ["microphone_denied", "microphone_missing", "microphone_busy", "microphone_insecure"];
  const said = codes.map((code) => problem(code));
  assert.equal(new Set(said.map(({ label }) => label)).size, codes.length);
  assert.ok(said.every(({ state }) => state === "permission"));
});

test("a call that failed for a written message says what became of the message", () => {
  const refused = { code: "no_key", message: "What happened.", retry: false };
  const labels = [true, false].map((microphone) => describe({ ...NO_CALL, phase: "error", microphone, problem: refused }).label);
  assert.deepEqual(labels, ["The call did not start", "Saved, but not answered"]);
});

test("trying again is offered only where it can help", () => {
  assert.equal(problem("provider_unreachable", true).canRetry, true);
  assert.equal(problem("no_key", false).canRetry, false);
  assert.equal(problem("no_key").detail, "What happened.");
});

/** @param {string} code @param {boolean} [retry] */
function problem(code, retry = false) {
  return describe({ ...NO_CALL, phase: "error", problem: { code, message: "What happened.", retry } });
}
