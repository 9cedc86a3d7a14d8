import assert from "node:assert/strict";
import { test } from "node:test";

import { LastWords } from "../../../static/js/call/last-words.js";
import { rest } from "../fakes/wait.js";

const committed = (/** @type {string} */ item_id) => ({ type: "input_audio_buffer.committed", item_id });
const written = (/** @type {string} */ item_id, end = "completed") =>
  ({ type: `conversation.item.input_audio_transcription.${end}`, item_id });

/** @param {LastWords} words */
function noted(words) {
  const seen = { isWritten: false };
  void words.written().then(() => (seen.isWritten = true));
  return seen;
}

test("with nothing said there is nothing to wait for", async () => {
  const seen = noted(new LastWords());
  await rest();
  assert.ok(seen.isWritten);
});

test("it waits for the words of all that was said, or for their failure", async () => {
  const words = new LastWords();
  [committed("a"), committed("b")].forEach((event) => words.hear(event));
  const seen = noted(words);
  words.hear(written("a"));
  await rest();
  assert.ok(!seen.isWritten);
  words.hear(written("b", "failed"));
  await rest();
  assert.ok(seen.isWritten);
});
