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

const ARGUMENTS = "response.function_call_arguments";
const BEGUN = { type: "response.output_item.added", item: { id: "c", type: "function_call", name: "search_notes" } };

test("a call grows from its name to its arguments, and is closed by the whole", () => {
  const part = { item_id: "c", type: `${ARGUMENTS}.delta` };
  assert.deepEqual(contents(
    BEGUN,
    { ...part, delta: '{"query"' },
    { ...part, delta: ': "NAS' },
    { type: `${ARGUMENTS}.done`, item_id: "c", arguments: '{"query": "NAS"}' },
  ), ["search_notes(", 'search_notes("query"', 'search_notes("query": "NAS', 'search_notes("query": "NAS")']);
});

test("of long arguments the newest are shown", () => {
  const [, content = ""] = contents(BEGUN, { type: `${ARGUMENTS}.delta`, item_id: "c", delta: `{"${"x".repeat(9_000)}end` });
  assert.match(content, /^search_notes\(…x+end$/);
  assert.ok(content.length < 700);
});

test("arguments of a call that nobody saw begin, and an answer that begins, draw nothing", () => {
  const answer = { type: "response.output_item.added", item: { id: "a", type: "message" } };
  assert.deepEqual(contents(answer, { type: `${ARGUMENTS}.delta`, item_id: "c", delta: "{" }), [undefined, undefined]);
});
