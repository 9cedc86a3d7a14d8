import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Outbox } from "../../../static/js/call/outbox.js";
import { installPage } from "../fakes/page.js";

const EVENT = { type: "conversation.item.deleted", item_id: "i" };
const DAY_MS = 24 * 60 * 60 * 1000;

beforeEach(() => {
  mock.timers.enable({ apis: ["Date"], now: 10 * DAY_MS });
  installPage();
});
afterEach(() => mock.timers.reset());

/** @param {...number} numbers */
function events(...numbers) {
  return numbers.map((n) => ({ n, event: EVENT }));
}

test("it survives the page, in order", async () => {
  await new Outbox("alice").put("s1", events(10, 2, 1));
  assert.deepEqual(await new Outbox("alice").read("s1"), events(1, 2, 10));
});

test("it belongs to one user", async () => {
  await new Outbox("alice").put("s1", events(1));
  const bobs = new Outbox("bob");
  assert.deepEqual([await bobs.sessions(), await bobs.read("s1")], [[], []]);
  await bobs.drop("s1");
  assert.deepEqual(await new Outbox("alice").sessions(), ["s1"]);
});

test("it drops what is acknowledged, of that session only", async () => {
  const outbox = new Outbox("alice");
  await outbox.put("s1", events(1, 2, 3));
  await outbox.put("s2", events(1));
  await outbox.drop("s1", 2);
  assert.deepEqual([await outbox.read("s1"), await outbox.read("s2")], [events(3), events(1)]);
  await outbox.drop("s1");
  assert.deepEqual(await outbox.sessions(), ["s2"]);
});

test("what strangers left is deleted after a day, one's own is kept", async () => {
  await new Outbox("bob").put("b1", events(1));
  await new Outbox("alice").put("a1", events(1));
  mock.timers.tick(DAY_MS - 1);
  await new Outbox("alice").forgetStrangers();
  assert.deepEqual(await new Outbox("bob").sessions(), ["b1"]);
  mock.timers.tick(1);
  await new Outbox("alice").forgetStrangers();
  assert.deepEqual([await new Outbox("bob").sessions(), await new Outbox("alice").sessions()], [[], ["a1"]]);
});
