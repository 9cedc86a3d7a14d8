import assert from "node:assert/strict";
import { test } from "node:test";

import { Fitting, MOST_BYTES } from "../../../static/js/tools/fitted.js";

const size = (/** @type {unknown} */ value) => new TextEncoder().encode(JSON.stringify(value)).length;

test("what fits is left as it is", () => {
  const fitting = new Fitting();
  assert.deepEqual([fitting.take("Ünïcödé \"x\" 🎉\n"), fitting.isCut], ["Ünïcödé \"x\" 🎉\n", false]);
});

test("what is too long is cut by what it weighs as JSON", () => {
  for (const letter of ["x", "\"", "€", "🎉", "\\", "\u0001"]) {
    const fitting = new Fitting();
    const kept = fitting.take(letter.repeat(100_000));
    assert.ok(size(kept) <= MOST_BYTES && size(kept) > MOST_BYTES / 2, letter);
    assert.ok(fitting.isCut);
  }
});

test("what no row can hold is replaced", () => {
  assert.equal(new Fitting().take("a\u0000b\ud800c\udc00d"), "a\ufffdb\ufffdc\ufffdd");
});

test("of many texts the first are kept, and all of them together fit", () => {
  const fitting = new Fitting();
  const kept = fitting.takeAll(Array(1000).fill("x".repeat(100)));
  assert.ok(kept.length > 300 && size(kept) < MOST_BYTES + kept.length + 2);
  assert.ok(fitting.isCut);
});
