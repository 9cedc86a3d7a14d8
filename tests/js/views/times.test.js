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
