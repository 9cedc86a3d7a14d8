import assert from "node:assert/strict";
import { test } from "node:test";

import { fitted, tidy } from "../../../static/js/dictation/spacing.js";

test("white space of a model becomes single blanks", () => {
  assert.equal(tidy("  one\n two\t three "), "one two three");
});

test("one blank stands between words, and none where there is one or none is wanted", () => {
  assert.equal(fitted("middle", "e", "A"), " middle ");
  assert.equal(fitted("middle", " ", "."), "middle");
  assert.equal(fitted("middle", "(", ")"), "middle");
  assert.equal(fitted(", and", "e", ""), ", and");
  assert.equal(fitted("first", "", ""), "first");
  assert.equal(fitted("", "a", "b"), "");
});

test("scripts without blanks get none", () => {
  assert.equal(fitted("世界", "你", "好"), "世界");
});
