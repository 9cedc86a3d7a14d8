import assert from "node:assert/strict";
import { test } from "node:test";

import { LOST, Unacknowledged } from "../../../static/js/call/unacknowledged.js";

const EVENT = { type: "conversation.item.deleted", item_id: "i" };

/** @param {number} count @param {object} [event] */
function holding(count, event = EVENT) {
  const events = new Unacknowledged();
  for (let added = 0; added < count; added += 1) events.add(/** @type {any} */ (event));
  return events;
}

/** @param {Unacknowledged} events */
function numbers(events) {
  return events.frame().map(({ n }) => n);
}

test("numbers start at 1 and have no gaps", () => {
  assert.deepEqual(numbers(holding(4)), [1, 2, 3, 4]);
});

test("numbers go on where an earlier page stopped", () => {
  const events = new Unacknowledged([{ n: 7, event: EVENT }]);
  assert.equal(events.add(EVENT).n, 8);
});

test("a frame holds a hundred events at most", () => {
  assert.equal(numbers(holding(250)).length, 100);
});

test("a frame stays under 64 KiB", () => {
  const events = holding(50, { type: "response.output_text.done", text: "é".repeat(3_000) });
  const size = new TextEncoder().encode(JSON.stringify(events.frame())).length;
  assert.ok(size < 64 * 1024 - 200 && size > 48 * 1024, String(size));
});

test("what is acknowledged is gone, and only news counts", () => {
  const events = holding(3);
  assert.deepEqual([events.acknowledge(2), events.acknowledge(2), events.first, events.size], [true, false, 3, 1]);
});

test("a number that was not kept is filled, so that the later ones get through", () => {
  const events = new Unacknowledged([{ n: 4, event: EVENT }]);
  events.fillFrom(2);
  assert.deepEqual(events.frame().map(({ n, event }) => [n, event === LOST]), [[2, true], [3, true], [4, false]]);
});

test("a refused frame is sent one by one, and a refused event gives up its content only", () => {
  const events = holding(3);
  events.isolate();
  assert.deepEqual(numbers(events), [1]);
  events.isolate();
  assert.deepEqual(events.frame(), [{ n: 1, event: LOST }]);
  events.acknowledge(1);
  assert.deepEqual(numbers(events), [2, 3]);
});
