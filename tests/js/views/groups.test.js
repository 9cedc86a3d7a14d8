import assert from "node:assert/strict";
import { test } from "node:test";
import { heading } from "../../../static/js/views/groups.js";

const NOW = new Date(2026, 10, 21, 9, 30);

test("the last minute before midnight is yesterday's", () => {
  assert.equal(heading(new Date(2026, 10, 21, 0, 0), NOW), "Today");
  assert.equal(heading(new Date(2026, 10, 20, 23, 59), NOW), "Yesterday");
  assert.equal(heading(new Date(2026, 10, 20, 0, 1), NOW), "Yesterday");
});

test("six days back are this week, then months have their names", () => {
  assert.equal(heading(new Date(2026, 10, 15, 12), NOW), "This week");
  assert.match(heading(new Date(2026, 10, 14, 12), NOW), /^\p{L}+$/u);
});

test("a month of another year says the year", () => {
  assert.match(heading(new Date(2025, 10, 20), NOW), /2025/);
  assert.doesNotMatch(heading(new Date(2026, 0, 2), NOW), /2026/);
});

test("a clock that is behind makes nobody's conversation a heading of its own", () => {
  assert.equal(heading(new Date(2026, 10, 22, 3), NOW), "Today");
});
