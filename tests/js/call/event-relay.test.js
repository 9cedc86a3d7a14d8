import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { DELETED, acknowledge, frames, openRelay } from "../fakes/relay.js";
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

/** @param {number} count */
async function hear(count) {
  for (let heard = 0; heard < count; heard += 1) here.relay.hear(DELETED);
  await rest();
}

test("what is heard together goes out together, numbered from 1", async () => {
  await hear(3);
  assert.deepEqual(frames(), [[1, 2, 3]]);
});

test("what is not relayed gets no number", async () => {
  here.relay.hear({ type: "rate_limits.updated" });
  await hear(1);
  assert.deepEqual(frames(), [[1]]);
});

test("one frame is under way at a time; its acknowledgement sends the next", async () => {
  await hear(1);
  await hear(2);
  assert.deepEqual(frames(), [[1]]);
  acknowledge(1);
  assert.deepEqual(frames(), [[1], [2, 3]]);
});

test("an old acknowledgement sends nothing twice", async () => {
  await hear(1);
  acknowledge(0);
  acknowledge(1, "s9");
  assert.deepEqual(frames(), [[1]]);
});

test("what is missing on the server is sent again from there", async () => {
  await hear(3);
  FakeWebSocket.last.say({ type: "resend", session: "s1", after: 1 });
  assert.deepEqual(frames(), [[1, 2, 3], [2, 3]]);
});

test("what stays without an answer is sent again", async () => {
  await hear(1);
  mock.timers.tick(6_000);
  assert.deepEqual(frames(), [[1], [1]]);
});

test("after a lost socket all that is not acknowledged goes out again", async () => {
  await hear(2);
  acknowledge(1);
  FakeWebSocket.last.drop();
  await hear(1);
  mock.timers.tick(1_000);
  await until(() => FakeWebSocket.made.length === 2);
  FakeWebSocket.last.greet();
  assert.deepEqual(frames(), [[2, 3]]);
});

test("an event waits in the outbox until it is acknowledged", async () => {
  await hear(2);
  assert.deepEqual((await here.outbox.read("s1")).map(({ n }) => n), [1, 2]);
  acknowledge(2);
  await rest();
  assert.deepEqual(await here.outbox.read("s1"), []);
});

test("it says when everything is stored", async () => {
  await hear(2);
  const drained = here.relay.drained();
  acknowledge(2);
  await drained;
  assert.equal(here.relay.waiting, 0);
});

test("an event that the server refuses does not hold up the others", async () => {
  await hear(2);
  const refusal = { type: "error", code: "bad_field", message: "No.", n: null };
  FakeWebSocket.last.say(refusal);
  FakeWebSocket.last.say(refusal);
  const [last] = FakeWebSocket.last.frames("relay").slice(-1);
  assert.deepEqual(last.events, [{ n: 1, event: { type: "parley.lost" } }]);
  acknowledge(1);
  assert.deepEqual(frames().at(-1), [2]);
});

test("a single refused event is the server's to count", async () => {
  await hear(2);
  FakeWebSocket.last.say({ type: "error", code: "bad_field", message: "No.", n: 1 });
  assert.deepEqual(frames(), [[1, 2]]);
});

test("what could not be saved just now is sent again later", async () => {
  await hear(1);
  FakeWebSocket.last.say({ type: "error", code: "not_saved", message: "Later.", n: null });
  assert.deepEqual(frames(), [[1]]);
  mock.timers.tick(6_000);
  assert.deepEqual(frames(), [[1], [1]]);
});

test("a session that the server does not know is given up, memory and outbox", async () => {
  await hear(1);
  FakeWebSocket.last.say({ type: "error", code: "unknown_session", message: "No.", n: null });
  await rest();
  assert.deepEqual([here.relay.waiting, await here.outbox.sessions()], [0, []]);
});

test("a browser that cannot write still reports", async () => {
  mock.method(here.outbox, "put", async () => { throw new DOMException("full", "QuotaExceededError"); });
  await hear(1);
  assert.deepEqual(frames(), [[1]]);
});
