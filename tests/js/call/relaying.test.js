import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { drain } from "../../../static/js/call/drain.js";
import { relaySession } from "../../../static/js/call/relaying.js";
import { Saving } from "../../../static/js/call/saving.js";
import { DELETED, acknowledge, openRelay } from "../fakes/relay.js";
import { FakeWebSocket } from "../fakes/socket.js";
import { rest } from "../fakes/wait.js";

/** @type {ReturnType<typeof openRelay>} */ let here;
/** @type {ReturnType<typeof relaySession>} */ let relay;
/** @type {Saving} */ let saving;
/** @type {AbortController} */ let over;
/** @type {{isClosed: boolean}} */ let seen;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  here = openRelay();
  FakeWebSocket.last.greet();
  [saving, over, seen] = [new Saving(), new AbortController(), { isClosed: false }];
  relay = relaySession({ ...here, saving, session: "s2", signal: over.signal });
  relay.on("closed", () => (seen.isClosed = true));
});

afterEach(async () => {
  over.abort();
  acknowledge(1, "s2");
  await rest();
  here.relay.close();
  here.socket.close();
  mock.timers.reset();
});

function relayed() {
  return FakeWebSocket.last.frames("relay").filter(({ session }) => session === "s2");
}

test("a session that is over is reported until all is stored", async () => {
  relay.hear(DELETED);
  over.abort();
  await rest();
  assert.deepEqual([relayed().length, seen.isClosed], [1, false]);
  acknowledge(1, "s2");
  await rest();
  assert.equal(seen.isClosed, true);
});

test("while it goes on it stays open, though all is stored", async () => {
  relay.hear(DELETED);
  await rest();
  acknowledge(1, "s2");
  await rest();
  assert.equal(seen.isClosed, false);
});

test("nobody else drains it before that", async () => {
  relay.hear(DELETED);
  await rest();
  await drain(here);
  assert.equal(relayed().length, 1);
});

test("what waits too long shows", async () => {
  /** @type {any[]} */ const told = [];
  saving.on("change", ({ unsaved }) => told.push(unsaved));
  relay.hear(DELETED);
  await rest();
  mock.timers.tick(2_000);
  assert.deepEqual(told, [true]);
});
