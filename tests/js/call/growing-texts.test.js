import assert from "node:assert/strict";
import { test } from "node:test";

import { GrowingTexts } from "../../../static/js/call/growing-texts.js";

const ASR = "conversation.item.input_audio_transcription";
const VOICE = "response.output_audio_transcript";

/** @param {object[]} events */
function contents(...events) {
  const texts = new GrowingTexts();
  return events.map((event) => texts.hear(/** @type {any} */ (event))?.content);
}

test("a bubble is drawn when the person begins to speak", () => {
  const drawn = new GrowingTexts().hear({ type: "input_audio_buffer.speech_started", item_id: "u" });
  assert.deepEqual(drawn, { item_id: "u", role: "user", content: "", kind: "voice" });
});

test("deltas add up", () => {
  const part = { type: `${ASR}.delta`, item_id: "u" };
  assert.deepEqual(contents({ ...part, delta: "He" }, { ...part, delta: "llo" }), ["He", "Hello"]);
});

test("the final text replaces what its deltas said, and nothing grows after it", () => {
  const part = { item_id: "a", content_index: 0 };
  assert.deepEqual(contents(
    { ...part, type: `${VOICE}.delta`, delta: "Helo" },
    { ...part, type: `${VOICE}.done`, transcript: "Hello." },
    { ...part, type: `${VOICE}.delta`, delta: "late" },
    { ...part, type: `${VOICE}.done`, transcript: "Hello." },
  ), ["Helo", "Hello.", undefined, undefined]);
});

test("parts and items are kept apart", () => {
  const type = "response.output_text.delta";
  assert.deepEqual(contents(
    { type, item_id: "a", content_index: 0, delta: "One. " },
    { type, item_id: "b", content_index: 0, delta: "Other." },
    { type, item_id: "a", content_index: 1, delta: "Two." },
  ), ["One. ", "Other.", "One. Two."]);
});

test("other events draw nothing", () => {
  assert.deepEqual(contents({ type: "response.done" }, { type: "toString" }), [undefined, undefined]);
});
