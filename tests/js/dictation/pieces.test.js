import assert from "node:assert/strict";
import { test } from "node:test";

import { Pieces } from "../../../static/js/dictation/pieces.js";

/**
 * @param {Pieces} pieces
 * @param {number} [caret]
 */
const drawn = (pieces, caret = 0) => pieces.draw([caret, caret]);

test("it grows at the cursor, and nothing around it is overwritten", () => {
  const pieces = new Pieces("Before. After.");
  pieces.open(1, null, 7);
  for (const words of ["what", "what can", "what can you do"]) pieces.change(1, { words });
  assert.deepEqual(drawn(pieces, 7), { text: "Before. what can you do After.", caret: [23, 23] });
});

test("two stand in the order in which they were said, whichever comes first", () => {
  const pieces = new Pieces("");
  pieces.open(1, null, 0);
  pieces.open(2, null, 0);
  pieces.change(2, { words: "second" });
  drawn(pieces);
  pieces.change(1, { words: "first" });
  assert.equal(drawn(pieces).text, "first second");
});

test("a third may be said after the first", () => {
  const pieces = new Pieces("");
  pieces.open(1, null, 0);
  pieces.open(2, null, 0);
  pieces.open(3, 1, 0);
  for (const key of [1, 2, 3]) pieces.change(key, { words: `w${key}` });
  assert.equal(drawn(pieces).text, "w1 w3 w2");
});

test("what is typed before it moves it, what is typed behind it does not", () => {
  const pieces = new Pieces("end");
  pieces.open(1, null, 0);
  pieces.change(1, { words: "one" });
  assert.equal(drawn(pieces).text, "one end");
  pieces.edited("Now: one end");
  pieces.edited("Now: one end!");
  pieces.change(1, { words: "one two" });
  assert.equal(drawn(pieces).text, "Now: one two end!");
});

test("what a person changes in it stays as it was changed", () => {
  const pieces = new Pieces("");
  pieces.open(1, null, 0);
  pieces.change(1, { words: "heer" });
  drawn(pieces);
  pieces.edited("here");
  pieces.change(1, { words: "heer we go" });
  assert.equal(drawn(pieces).text, "here we go");
  pieces.change(1, { words: "hear, hear", state: "final" });
  assert.equal(drawn(pieces).text, "here");
});

test("a final one is the person's text like any other", () => {
  const pieces = new Pieces("");
  pieces.open(1, null, 0);
  pieces.change(1, { words: "done", state: "final" });
  drawn(pieces);
  pieces.sweep();
  assert.ok(pieces.isEmpty);
});

test("a failed one keeps its place", () => {
  const pieces = new Pieces("");
  pieces.open(1, null, 0);
  pieces.change(1, { words: "", state: "failed" });
  pieces.open(2, null, 0);
  pieces.change(2, { words: "later" });
  drawn(pieces);
  pieces.change(1, { words: "sooner" });
  assert.equal(drawn(pieces).text, "sooner later");
});

test("what is behind the one that is sent is left out, and comes back", () => {
  const pieces = new Pieces("");
  pieces.open(1, null, 0);
  pieces.open(2, null, 0);
  pieces.change(1, { words: "this" });
  pieces.change(2, { words: "that" });
  drawn(pieces);
  assert.equal(pieces.draw([0, 0], 1).text, "this");
  pieces.edited("");
  assert.equal(drawn(pieces).text, "that");
});
