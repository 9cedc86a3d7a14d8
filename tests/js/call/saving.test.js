import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { EventRelay } from "../../../static/js/call/event-relay.js";
import { Saving } from "../../../static/js/call/saving.js";
import { DELETED, acknowledge, frames, openRelay } from "../fakes/relay.js";
import { FakeWebSocket } from "../fakes/socket.js";
import { rest } from "../fakes/wait.js";

/** @type {ReturnType<typeof openRelay>} */ let here;
/** @type {Saving} */ let saving;
/** @type {any[]} */ let told;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_000 });
  here = openRelay();
  FakeWebSocket.last.greet();
  [saving, told] = [new Saving(), []];
  for (const type of ["change", "gap"]) saving.on(type, (detail) => told.push([type, detail]));
  saving.watch(here.relay);
});

afterEach(() => {
  here.relay.close();
  here.socket.close();
  mock.timers.reset();
});

/** @param {number} [count] @param {EventRelay} [relay] */
async function hear(count = 1, relay = here.relay) {
  for (let heard = 0; heard < count; heard += 1) relay.hear(DELETED);
  await rest();
}

test("what is acknowledged in time is no news", async () => {
  await hear(3);
  mock.timers.tick(1_999);
  acknowledge(3);
  mock.timers.tick(10_000);
  assert.deepEqual(told, []);
});

test("what waits for two seconds is told, and that all is stored is told too", async () => {
  await hear(2);
  mock.timers.tick(2_000);
  assert.deepEqual(told, [["change", { unsaved: true, unkeptSince: null }]]);
  acknowledge(2);
  assert.deepEqual(told.at(-1), ["change", { unsaved: false, unkeptSince: null }]);
});

test("the oldest counts: while others follow, it still waits", async () => {
  await hear();
  mock.timers.tick(1_500);
  await hear();
  mock.timers.tick(500);
  assert.equal(told.length, 1);
  acknowledge(1);
  assert.equal(told.at(-1)[1].unsaved, false);
  mock.timers.tick(1_500);
  assert.equal(told.at(-1)[1].unsaved, true);
});

test("every session of the tab counts, until it is closed", async () => {
  const other = new EventRelay({ ...here, session: "s2" });
  saving.watch(other);
  await hear(1, other);
  mock.timers.tick(2_000);
  assert.equal(told.at(-1)[1].unsaved, true);
  other.close();
  assert.equal(told.at(-1)[1].unsaved, false);
});

test("from when on nothing was kept is told, and when it is over the gap as well", async () => {
  await hear(1_001);
  assert.deepEqual(told.at(-1), ["change", { unsaved: false, unkeptSince: 1_000 }]);
  mock.timers.tick(1_500);
  acknowledge(1_000);
  assert.deepEqual(told.slice(-2), [
    ["change", { unsaved: false, unkeptSince: null }], ["gap", { from: 1_000, to: 2_500 }],
  ]);
});

test("a database that is away is asked again soon", async () => {
  await hear();
  for (let tries = 0; tries < 5; tries += 1) {
    FakeWebSocket.last.say({ type: "error", code: "not_saved", message: "Later.", session: "s1" });
    mock.timers.tick(2_000);
  }
  assert.equal(frames().length, 6);
});
