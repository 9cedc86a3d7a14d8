import assert from "node:assert/strict";
import { test } from "node:test";

import { Motion } from "../../../static/js/room/motion.js";

/**
 * @param {string} state
 * @param {{muted?: boolean, level?: number, seconds?: number}} [options]
 */
function moved(state, { muted = false, level = 1, seconds = 2 } = {}) {
  const motion = new Motion();
  motion.turnTo(state, muted);
  for (let at = 0; at < seconds * 30; at++) motion.step(1 / 30, level);
  return motion;
}

test("sound moves it while somebody is heard or it speaks", () => {
  assert.ok(moved("listening").level > 0.9);
  assert.ok(moved("speaking").level > 0.9);
});

test("sound does not move it while it is muted, paused, thinking or over", () => {
  for (const state of ["stopped", "thinking", "error", "ended", "idle"]) assert.equal(moved(state).level, 0, state);
  assert.equal(moved("listening", { muted: true }).level, 0);
});

test("a muted call that is answered moves with the answer", () => {
  assert.ok(moved("speaking", { muted: true }).level > 0.9);
});

test("it comes to rest where nothing lives, and nowhere else", () => {
  assert.ok(moved("stopped", { seconds: 5 }).isAtRest);
  assert.ok(moved("listening", { muted: true, seconds: 5 }).isAtRest);
  assert.ok(!moved("idle", { level: 0, seconds: 5 }).isAtRest);
  assert.ok(!moved("listening", { level: 0, seconds: 5 }).isAtRest);
});

test("a ring starts where the sound rises, not on a clock", () => {
  const motion = new Motion();
  motion.turnTo("listening", false);
  for (let at = 0; at < 60; at++) motion.step(1 / 30, 0);
  assert.equal(motion.rings.length, 0);
  for (let at = 0; at < 15; at++) motion.step(1 / 30, 0.8);
  assert.equal(motion.rings.length, 1);
  for (let at = 0; at < 60; at++) motion.step(1 / 30, 0.8);
  assert.equal(motion.rings.length, 0);
});

test("rings go inward while you are heard, outward while it speaks", () => {
  assert.equal(moved("listening").inward, true);
  assert.equal(moved("speaking").inward, false);
});

test("as one picture it shows by rings that somebody is heard, and by none that nobody is", () => {
  const [heard, paused] = [moved("listening", { level: 0 }), moved("stopped")];
  heard.still();
  paused.still();
  assert.equal(heard.rings.length, 2);
  assert.equal(paused.rings.length, 0);
});

test("a frame after a long sleep is one small step", () => {
  const motion = new Motion();
  motion.turnTo("listening", false);
  const before = motion.turn;
  motion.step(3_600, 1);
  assert.ok(motion.turn - before < 0.2);
});
