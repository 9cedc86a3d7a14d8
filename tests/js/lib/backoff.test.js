import assert from "node:assert/strict";
import { test } from "node:test";

import { fullJitter } from "../../../static/js/lib/backoff.js";

test("a wait is anywhere from nothing to its attempt's ceiling", () => {
  for (const [attempt, ceiling] of [[0, 500], [1, 1_000], [3, 4_000], [6, 30_000], [50, 30_000]]) {
    assert.equal(fullJitter(attempt, { random: () => 0 }), 0);
    assert.equal(fullJitter(attempt, { random: () => 0.5 }), ceiling / 2);
    assert.equal(fullJitter(attempt, { random: () => 1 }), ceiling);
  }
});

test("left to itself it stays within the bounds", () => {
  const waits = Array.from({ length: 1_000 }, () => fullJitter(2));
  assert.ok(waits.every((wait) => wait >= 0 && wait < 2_000));
  assert.ok(new Set(waits).size > 900);
});
