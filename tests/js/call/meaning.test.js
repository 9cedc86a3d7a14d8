import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Meaning } from "../../../static/js/call/meaning.js";

const CREATED = { type: "session.created", session: { expires_at: 500 } };
const SPOKEN = { type: "output_audio_buffer.started", response_id: "r" };

beforeEach(() => mock.timers.enable({ apis: ["Date"], now: 100_000 }));
afterEach(() => mock.timers.reset());

/**
 * @param {any} event
 * @param {{meaning?: Meaning, isReplayed?: boolean}} [options]
 */
function told(event, { meaning = new Meaning(), isReplayed = false } = {}) {
  return [...meaning.of(event, isReplayed)];
}

test("the end of a session is told by this computer's clock", () => {
  assert.deepEqual(told(CREATED), [["expires", 500_000]]);
  assert.deepEqual(told(CREATED, { meaning: new Meaning(160) }), [["expires", 440_000]]);
});

test("a replay changes nobody's turn", () => {
  assert.deepEqual(told(SPOKEN), []);
  assert.deepEqual(told(SPOKEN, { isReplayed: true }), [["change", { thinking: false, speaking: true }]]);
});

test("a text grows from event to event, and before the turn changes", () => {
  const meaning = new Meaning();
  const delta = { type: "response.output_text.delta", item_id: "i", delta: "Tea" };
  told(delta, { meaning });
  const [[type, partial], [next]] = /** @type {any[]} */ (told(delta, { meaning, isReplayed: true }));
  assert.deepEqual([type, partial.content, next], ["partial", "TeaTea", "change"]);
});

test("an answer that failed is a problem, one that was cancelled is none", () => {
  const done = (/** @type {string} */ status) => ({ type: "response.done", response: { id: "r", status } });
  assert.deepEqual(told(done("failed")).map(([type]) => type), ["problem"]);
  assert.deepEqual(told(done("cancelled")), []);
});
