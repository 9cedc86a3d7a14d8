import assert from "node:assert/strict";
import { test } from "node:test";

import { outline } from "../../../static/js/lib/debugging.js";

test("names and numbers are told, of what was said and of secrets only the length", () => {
  const event = { type: "relay", n: 3, events: [{ type: "x", transcript: "My secret", item: { id: "i", content: [{ text: "Hi" }] } }] };
  assert.deepEqual(outline(event), {
    type: "relay", n: 3,
    events: [{ type: "x", transcript: "(9 characters)", item: { id: "i", content: [{ text: "(2 characters)" }] } }],
  });
  assert.deepEqual(outline({ token: { value: "ek_123" }, ok: true, none: null }), { token: { value: "(6 characters)" }, ok: true, none: null });
});

test("a long list and a long name are cut", () => {
  assert.equal(outline({ ids: Array(50).fill(1) }).ids.length, 20);
  assert.equal(outline({ type: "x".repeat(500) }).type.length, 80);
});
