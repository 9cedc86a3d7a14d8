import assert from "node:assert/strict";
import { test } from "node:test";

import { sentenceOf } from "../../../static/js/call/moves.js";

const before = { voice: "marin", model: "a" };

test("another voice is named", () => {
  assert.equal(sentenceOf({ reason: "voice", before, after: { voice: "cedar", model: "a" } }), "From now on Cedar speaks.");
});

test("a voice of one's own is not named by its number", () => {
  const after = { voice: "voice_123", model: "a" };
  assert.equal(sentenceOf({ reason: "voice", before, after }), "From now on your own voice speaks.");
});

test("a voice that is the same after all is named, too: a conversation may have its own", () => {
  assert.equal(sentenceOf({ reason: "voice", before, after: before }), "The voice stays Marin.");
});

test("a model that changed on the way is told, whatever the reason", () => {
  for (const reason of /** @type {const} */ (["voice", "expiring", "settings", "lost"])) {
    assert.match(sentenceOf({ reason, before, after: { ...before, model: "b" } }), / The model is b now\.$/);
    assert.doesNotMatch(sentenceOf({ reason, before, after: before }), /model/);
  }
});
