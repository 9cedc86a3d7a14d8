import assert from "node:assert/strict";
import { test } from "node:test";

import { QUIET_FOR_MS, Silence, isQuiet, renewal } from "../../../static/js/call/quiet.js";
import { NO_CALL } from "../../../static/js/call/states.js";

const LISTENING = { ...NO_CALL, phase: /** @type {const} */ ("live"), microphone: true };
const NOW = 1_000_000;

test("a live call in which nothing happens is quiet, muted or not", () => {
  assert.ok(isQuiet(LISTENING));
  assert.ok(isQuiet({ ...LISTENING, muted: true }));
});

test("somebody who speaks, an answer, a tool at work and an approval are not quiet", () => {
  const busy = [{ listening: true }, { holding: true }, { speaking: true }, { thinking: true }, { tool: "get_current_time" }, { approval: true }];
  for (const fact of busy) assert.ok(!isQuiet({ ...LISTENING, ...fact }));
});

test("only a live call can be quiet", () => {
  for (const phase of /** @type {const} */ (["connecting", "reconnecting", "ended"])) assert.ok(!isQuiet({ ...LISTENING, phase }));
});

test("drawing breath is no silence", () => {
  const silence = new Silence();
  assert.ok(!silence.hears(true, NOW));
  assert.ok(!silence.hears(true, NOW + QUIET_FOR_MS - 1));
  assert.ok(!silence.hears(false, NOW + QUIET_FOR_MS));
  assert.ok(!silence.hears(true, NOW + QUIET_FOR_MS + 1));
  assert.ok(silence.hears(true, NOW + 2 * QUIET_FOR_MS + 1));
});

test("of an hour the last five minutes will do, up to 20 seconds before the end", () => {
  const { from, by } = renewal(NOW, NOW + 3_600_000);
  assert.deepEqual([from - NOW, by - NOW], [3_300_000, 3_580_000]);
});

test("of sessions of seconds it leaves enough at the end, and never looks into the past", () => {
  for (const life of [0, 500, 1_000, 4_000, 12_000, 60_000]) {
    const { from, by } = renewal(NOW, NOW + life);
    assert.ok(NOW <= from && from <= by && by <= Math.max(NOW, NOW + life - 1_500), String(life));
  }
});
