import assert from "node:assert/strict";
import { test } from "node:test";

import { tailOf } from "../../../static/js/views/caption-line.js";

test("what fits is shown whole", () => {
  assert.equal(tailOf("How are you?", 20), "How are you?");
});

test("of what does not fit the end is shown, from the beginning of a word", () => {
  assert.equal(tailOf("Once upon a time there was a lighthouse", 16), "… a lighthouse");
});
