import assert from "node:assert/strict";
import { test } from "node:test";

import { turn } from "../../../static/js/call/turns.js";

/** @param {object[]} events */
function facts(...events) {
  return Object.assign({}, ...events.map((event) => turn(/** @type {any} */ (event))));
}

test("from the end of speech to the first sound it thinks", () => {
  const spoken = [{ type: "input_audio_buffer.speech_started" }, { type: "input_audio_buffer.speech_stopped" }];
  assert.equal(facts(...spoken).thinking, true);
  assert.equal(facts(...spoken, { type: "response.created", response: { id: "r" } }).thinking, true);
  assert.equal(facts(...spoken, { type: "output_audio_buffer.started" }).thinking, false);
});

test("the end of a response is not the end of its speech", () => {
  const speaking = [{ type: "output_audio_buffer.started" }, { type: "response.done", response: {} }];
  assert.equal(facts(...speaking).speaking, true);
  assert.equal(facts(...speaking, { type: "output_audio_buffer.stopped" }).speaking, false);
});

test("a tool is at work until its output is there", () => {
  const call = { type: "conversation.item.added", item: { type: "function_call", name: "get_current_time" } };
  const output = { type: "conversation.item.added", item: { type: "function_call_output" } };
  assert.deepEqual(facts(call), { tool: "get_current_time", thinking: false });
  assert.deepEqual(facts(call, output), { tool: null, thinking: true });
});

test("an event of no turn changes nothing", () => {
  assert.deepEqual(facts({ type: "rate_limits.updated" }, { type: "constructor" }), {});
});
