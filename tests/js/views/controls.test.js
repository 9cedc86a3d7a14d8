import assert from "node:assert/strict";
import { test } from "node:test";

import { NO_CALL } from "../../../static/js/call/states.js";
import { controlsOf } from "../../../static/js/views/controls.js";

const LIVE = { ...NO_CALL, phase: /** @type {const} */ ("live"), microphone: true };

/** @type {[string, Partial<import("../../../static/js/call/states.js").Facts>, string[]][]} */
const TABLE = [
  ["a spoken call", {}, ["mute", "devices", "stop", "interrupt", "end"]],
  ["push to talk", { pushToTalk: true }, ["hold", "devices", "stop", "interrupt", "end"]],
  ["a written call", { microphone: false }, ["speak", "interrupt", "end"]],
  ["a call that failed", { phase: "error" }, ["retry", "dismiss"]],
];

for (const [what, facts, wanted] of TABLE) {
  test(`${what} has its controls and no others`, () => {
    const shown = Object.entries(controlsOf({ ...LIVE, ...facts }, true)).filter(([, { hidden }]) => !hidden);
    assert.deepEqual(shown.map(([name]) => name), wanted);
  });
}

test("one interrupts only what is being said or thought", () => {
  assert.equal(controlsOf(LIVE, false).interrupt.idle, true);
  for (const facts of [{ speaking: true }, { thinking: true }]) {
    assert.equal(controlsOf({ ...LIVE, ...facts }, false).interrupt.idle, false);
  }
});

test("a stopped call is resumed, and there is nothing to hold", () => {
  const found = controlsOf({ ...LIVE, stopped: true, pushToTalk: true }, false);
  assert.equal(found.stop.word, "Resume");
  assert.equal(found.hold.idle, true);
});
