import assert from "node:assert/strict";
import { test } from "node:test";
import { elapsed, spell } from "../../../static/js/views/times.js";

const NOON = new Date(2026, 10, 21, 12, 0);

test("a call's time has minutes and seconds, and hours only when there are some", () => {
  assert.equal(elapsed(0), "0:00");
  assert.equal(elapsed(127_900), "2:07");
  assert.equal(elapsed(3_727_000), "1:02:07");
});

test("a clock that was set back shows no negative time", () => {
  assert.equal(elapsed(-5_000), "0:00");
});

test("a time of today is an hour, of this week a day, of before a date", () => {
  const morning = new Date(2026, 10, 21, 9, 12);
  assert.match(spell(morning, "day", NOON), /12/);
  assert.match(spell(new Date(2026, 10, 18, 9, 0), "day", NOON), /Wed/);
  assert.match(spell(new Date(2026, 10, 2, 9, 0), "day", NOON), /Nov.*2|2.*Nov/);
});

test("a message's time is always an hour", () => {
  assert.match(spell(new Date(2026, 10, 2, 9, 41), "minute", NOON), /41/);
});

test("a moment has its time while that matters, and its year when it is another", () => {
  const now = new Date(2026, 10, 21, 9, 30);
  assert.equal(spell(new Date(2026, 10, 21, 8, 5), "moment", now), spell(new Date(2026, 10, 21, 8, 5), "minute", now));
  assert.match(spell(new Date(2026, 10, 18, 8, 5), "moment", now), /\p{L}+.*05/u);
  assert.doesNotMatch(spell(new Date(2026, 9, 3, 8, 5), "moment", now), /05|2026/);
  assert.match(spell(new Date(2025, 9, 3), "moment", now), /2025/);
});
