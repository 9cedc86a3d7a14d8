import assert from "node:assert/strict";
import { test } from "node:test";

import { NO_CALL } from "../../../static/js/call/states.js";
import { clock, warningOf } from "../../../static/js/call/warnings.js";

const LIVE = { ...NO_CALL, phase: /** @type {const} */ ("live") };
const NOON = new Date(2026, 10, 21, 12, 5).getTime();

test("a call that is heard and saved has no warning", () => {
  assert.equal(warningOf(LIVE), null);
  assert.equal(warningOf({ ...LIVE, unsaved: true }), null);
});

test("not saved and not heard by the server are different words", () => {
  const said = [{ degraded: true }, { unheard: true }, { unkeptSince: NOON }].map((facts) => warningOf({ ...LIVE, ...facts }));
  assert.equal(new Set(said.map((warning) => warning?.what)).size, 3);
  assert.equal(new Set(said.map((warning) => warning?.meaning)).size, 3);
});

test("what can no longer be kept is said with its time, before all else", () => {
  const said = warningOf({ ...LIVE, degraded: true, unheard: true, unkeptSince: NOON });
  assert.equal(said?.what, `Not being saved since ${clock(NOON)}.`);
});

test("a call that is over has no warning", () => {
  for (const phase of /** @type {const} */ (["idle", "permission", "connecting", "ended", "error"])) {
    assert.equal(warningOf({ ...NO_CALL, phase, degraded: true, unheard: true, unkeptSince: NOON }), null);
  }
});
