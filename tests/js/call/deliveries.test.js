import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Deliveries } from "../../../static/js/call/deliveries.js";
import { rest } from "../fakes/wait.js";

const FIRST = { id: "a", type: "message" };
const SECOND = { id: "b", type: "message" };

/** @type {any[]} */ let sent;
/** @type {any[]} */ let asked;
/** @type {Deliveries} */ let deliveries;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  [sent, asked] = [[], []];
  const request = (/** @type {string[]} */ ids, /** @type {boolean | undefined} */ again) => void asked.push([ids, again]);
  deliveries = new Deliveries((event) => sent.push(event), { request });
});

afterEach(() => mock.timers.reset());

function placed() {
  return sent.filter(({ type }) => type === "conversation.item.create").map(({ item }) => item.id);
}

/** @param {{id: string}[]} items */
function replayed(...items) {
  const seen = { isIn: false };
  void deliveries.replay(items).then(() => (seen.isIn = true));
  return seen;
}

test("the replay is in when the provider has all of it", async () => {
  const seen = replayed(FIRST, SECOND);
  deliveries.hear({ type: "conversation.item.added", item: FIRST });
  await rest();
  assert.equal(seen.isIn, false);
  deliveries.hear({ type: "conversation.item.added", item: SECOND });
  await rest();
  assert.equal(seen.isIn, true);
});

test("a provider that echoes no items is not waited for without end", async () => {
  const seen = replayed(FIRST);
  mock.timers.tick(2_999);
  await rest();
  assert.equal(seen.isIn, false);
  mock.timers.tick(1);
  await rest();
  assert.equal(seen.isIn, true);
});

test("what comes before the replay is in follows it, and is answered then", () => {
  void deliveries.replay([FIRST]);
  deliveries.deliver({ items: [SECOND], respond: true });
  assert.deepEqual([placed(), asked], [["a"], []]);
  deliveries.begin();
  assert.deepEqual([placed(), asked], [["a", "b"], [[["b"], false]]]);
});

test("what is there already is not placed again", () => {
  void deliveries.replay([FIRST]);
  deliveries.begin();
  deliveries.deliver({ items: [FIRST, SECOND], respond: false });
  assert.deepEqual([placed(), asked], [["a", "b"], []]);
});

test("what a person asks for once more is placed anew and asked for again", () => {
  deliveries.begin();
  deliveries.deliver({ items: [FIRST], respond: true });
  deliveries.deliver({ items: [FIRST], respond: true, again: true });
  assert.deepEqual(sent.filter(({ type }) => type === "conversation.item.delete").map(({ item_id: id }) => id), ["a"]);
  assert.deepEqual([placed(), asked], [["a", "a"], [[["a"], false], [["a"], true]]]);
});
