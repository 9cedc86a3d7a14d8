import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

import { RELAYED, reduce } from "../../../static/js/call/reduce.js";

const DOCUMENT = readFileSync(new URL("../../../docs/tab-socket.md", import.meta.url), "utf8");
const ROWS = DOCUMENT.split("### What is relayed")[1].split("###")[0].split("\n")
  .filter((line) => /^\| `(?!parley\.)/.test(line)); // what is our own is made by the relay, not reduced

/** @returns {string[]} the documented event names, `.failed` and its like made whole */
function documented() {
  return ROWS.flatMap((row) => {
    const names = [...row.split("|")[1].matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    return names.map((name) => (name.startsWith(".") ? names[0].replace(/\.\w+$/, name) : name));
  });
}

describe("the table", () => {
  test("relays exactly the documented events", () => {
    assert.deepEqual(Object.keys(RELAYED).sort(), documented().sort());
  });

  test("names exactly the documented fields", () => {
    for (const row of ROWS) {
      const [, events, fields] = row.split("|");
      const told = new Set(fields.match(/[a-z_]+/g));
      const names = [...events.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
      const whole = names.map((name) => (name.startsWith(".") ? names[0].replace(/\.\w+$/, name) : name));
      assert.deepEqual(new Set(whole.flatMap((name) => fieldsOf(RELAYED[name]))), told, events);
    }
  });
});

/** @param {any} shape @returns {string[]} */
function fieldsOf(shape) {
  if (shape === true) return [];
  if (Array.isArray(shape)) return fieldsOf(shape[0]);
  return Object.entries(shape).flatMap(([name, inner]) => [name, ...fieldsOf(inner)]);
}

describe("an event", () => {
  test("keeps the named fields and loses the rest, sound above all", () => {
    const content = [{ type: "input_audio", audio: "UklGRg==", transcript: null }];
    const item = { id: "i", object: "realtime.item", type: "message", role: "user", status: "completed", content };
    const event = { type: "conversation.item.added", event_id: "e", previous_item_id: null, item };
    assert.deepEqual(reduce(event), {
      type: "conversation.item.added",
      previous_item_id: null,
      item: { id: "i", type: "message", role: "user", status: "completed", content: [{ type: "input_audio", transcript: null }] },
    });
  });

  test("tells nothing of the session but its id, end and model", () => {
    const session = { id: "s", model: "m", expires_at: 1, instructions: "secret", tools: [{}] };
    assert.deepEqual(reduce({ type: "session.created", session })?.session, { id: "s", expires_at: 1, model: "m" });
  });

  test("that is not named stays in the browser", () => {
    for (const type of ["response.output_audio.delta", "rate_limits.updated", "toString", "__proto__"]) {
      assert.equal(reduce({ type }), null);
    }
  });

  test("of the wrong shape breaks nothing", () => {
    assert.deepEqual(reduce({ type: "response.done", response: null }), { type: "response.done", response: null });
    const odd = { type: "conversation.item.done", item: { content: "text" } };
    assert.deepEqual(reduce(odd), { type: odd.type, item: { content: null } });
  });
});
