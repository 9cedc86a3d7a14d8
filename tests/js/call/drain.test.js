import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { drain } from "../../../static/js/call/drain.js";
import { Outbox } from "../../../static/js/call/outbox.js";
import { DELETED, acknowledge, openRelay } from "../fakes/relay.js";
import { FakeWebSocket } from "../fakes/socket.js";
import { rest, until } from "../fakes/wait.js";

/** @type {ReturnType<typeof openRelay>} */ let here;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  here = openRelay();
  FakeWebSocket.last.greet();
});

afterEach(() => {
  here.relay.close();
  here.socket.close();
  mock.timers.reset();
});

function relayed() {
  return FakeWebSocket.last.frames("relay").map(({ session, events }) => [session, events.map((/** @type {any} */ { n }) => n)]);
}

test("what an earlier page left is sent, session by session, and then gone", async () => {
  await here.outbox.put("old1", [{ n: 5, event: DELETED }, { n: 6, event: DELETED }]);
  await here.outbox.put("old2", [{ n: 1, event: DELETED }]);
  const drained = drain(here);
  await until(() => relayed().length === 1);
  acknowledge(6, "old1");
  await until(() => relayed().length === 2);
  acknowledge(1, "old2");
  await drained;
  assert.deepEqual(relayed(), [["old1", [5, 6]], ["old2", [1]]]);
  assert.deepEqual(await here.outbox.sessions(), []);
});

test("what another user left is never sent", async () => {
  await new Outbox("bob").put("bobs", [{ n: 1, event: DELETED }]);
  await drain(here);
  assert.deepEqual(relayed(), []);
});

test("two tabs do not drain the same session", async () => {
  await here.outbox.put("old", [{ n: 1, event: DELETED }]);
  void drain(here);
  await until(() => relayed().length === 1);
  await drain(here);
  await rest();
  assert.deepEqual(relayed(), [["old", [1]]]);
});
