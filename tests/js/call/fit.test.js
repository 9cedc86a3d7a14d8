import assert from "node:assert/strict";
import { test } from "node:test";

import { EVENT_BYTES, bytesOf, fit } from "../../../static/js/call/fit.js";

test("an event that fits is left as it is", () => {
  const event = { type: "response.output_text.done", text: "Grüße 👋" };
  assert.deepEqual(fit(event), event);
});

test("a text that is too long is cut, the rest stays", () => {
  const cut = fit({ type: "response.output_text.done", item_id: "i", text: "ü".repeat(100_000) });
  assert.ok(bytesOf(cut) <= EVENT_BYTES);
  assert.equal(cut.item_id, "i");
  assert.ok(cut.text.length > 10_000);
});

test("what the socket refuses is taken out: NUL and halves of pairs", () => {
  const { text } = fit({ text: "a\u0000b\ud83dc" });
  assert.equal(text, "a\uFFFDb\uFFFDc");
});

test("cutting in the middle of a pair leaves no half", () => {
  const { text } = fit({ text: `x${"👋".repeat(40_000)}` });
  assert.doesNotMatch(text, /\p{Surrogate}/u);
});

test("what is too deep ends early", () => {
  let deep = /** @type {object} */ ({});
  for (let level = 0; level < 100; level += 1) deep = { deep };
  assert.ok(JSON.stringify(fit(deep)).split("{").length < 32);
});
