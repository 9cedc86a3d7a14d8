import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";

import { LOST, Unacknowledged } from "../../../static/js/call/unacknowledged.js";

const EVENT = { type: "conversation.item.deleted", item_id: "i" };

const SPARE = { type: "response.created", response: { id: "r" } };

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
  assert.deepEqual(events.add(EVENT).map(({ n }) => n), [8]);
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

describe("when Parley is away for long", () => {
  beforeEach(() => mock.timers.enable({ apis: ["Date"], now: 1_000 }));
  afterEach(() => mock.timers.reset());

  test("a thousand events are kept, and the next one is not, from a moment that is known", () => {
    const events = holding(1_000);
    mock.timers.tick(5_000);
    assert.equal(events.unkeptSince, null);
    assert.deepEqual(events.add(EVENT), []);
    mock.timers.tick(5_000);
    events.add(EVENT);
    assert.deepEqual([events.size, events.unkeptSince], [1_000, 6_000]);
  });

  test("what a later event says again gives its place to what was said, the oldest first", () => {
    const events = holding(998);
    for (const event of [SPARE, SPARE]) events.add(event);
    assert.deepEqual(events.add(EVENT), [{ n: 999, event: LOST }, { n: 1_001, event: EVENT }]);
    assert.deepEqual(events.add(EVENT).map(({ n }) => n), [1_000, 1_002]);
    assert.equal(events.unkeptSince, null);
    assert.deepEqual(events.add(EVENT), []);
  });

  test("a full list takes nothing that can be spared, and that is no loss", () => {
    const events = holding(1_000);
    assert.deepEqual([events.add(SPARE), events.unkeptSince], [[], null]);
  });

  test("after five minutes nothing more is kept, however little it is", () => {
    const events = holding(1);
    mock.timers.tick(5 * 60_000 - 1);
    assert.equal(events.add(EVENT).length, 1);
    mock.timers.tick(1);
    assert.deepEqual([events.add(EVENT), events.unkeptSince], [[], 301_000]);
  });

  test("when all is acknowledged there is room again, and numbers have no gap", () => {
    const events = holding(1_000);
    events.add(EVENT);
    events.acknowledge(999);
    assert.notEqual(events.unkeptSince, null);
    events.acknowledge(1_000);
    assert.deepEqual([events.unkeptSince, events.since], [null, null]);
    assert.deepEqual(events.add(EVENT).map(({ n }) => n), [1_001]);
  });
});
