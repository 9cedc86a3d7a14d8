import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";

import { FakePeer } from "../fakes/peer.js";
import { FakeWebSocket } from "../fakes/socket.js";
import { rest, until } from "../fakes/wait.js";
import { closeTabs, openWorld, talk } from "../fakes/world.js";

const TYPED = { item_id: "d".repeat(32), content: "And now?" };
const OUTPUT = { id: "f".repeat(32), type: "function_call_output", call_id: "c", output: "4" };

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] }));
afterEach(async () => {
  await closeTabs();
  mock.timers.reset();
});

/** @param {Parameters<typeof openWorld>[0]} options */
async function live(options = {}) {
  const world = openWorld(options);
  await talk(world);
  return world;
}

/** @param {string} state */
function sideband(state, session = "session-1") {
  FakeWebSocket.last.say({ type: "sideband", session, state });
}

function created() {
  return FakePeer.last.heard("response.create").length;
}

describe("the server's own offer", () => {
  test("a call set up by the server has no token anywhere, and claims nothing", async () => {
    const { server } = await live({ setup: "server" });
    assert.equal(server.to(/\/offer\/$/).length, 1);
    assert.equal(server.to(/realtime\/calls$/).length, 0);
    assert.ok(!JSON.stringify(server.asked).includes("ek_"));
    assert.deepEqual(FakeWebSocket.last.frames("call"), []);
  });
});

describe("a claimed call", () => {
  /** @param {string} Location */
  async function claimed(Location) {
    const world = openWorld();
    world.server.answer(/\/realtime\/calls$/, () => ({ status: 201, body: "v=0 answer", headers: { Location } }));
    await talk(world);
    return world;
  }

  async function comeBack() {
    FakeWebSocket.last.drop();
    mock.timers.tick(1_000);
    await until(() => FakeWebSocket.last.readyState === 0);
    FakeWebSocket.last.greet();
  }

  test("the provider's id is told, and told again after `hold` when the socket was away", async () => {
    await claimed("/v1/realtime/calls/rtc_1");
    const claim = { type: "call", session: "session-1", call_id: "rtc_1" };
    assert.deepEqual(FakeWebSocket.last.frames("call"), [claim]);
    await comeBack();
    assert.deepEqual(FakeWebSocket.last.sent, [{ type: "hold", session: "session-1" }, claim]);
  });

  test("a claim that was refused is not made again", async () => {
    await claimed("/v1/realtime/calls/rtc_1");
    FakeWebSocket.last.say({ type: "error", code: "call_taken", message: "No.", session: "session-1" });
    await comeBack();
    assert.deepEqual(FakeWebSocket.last.frames("call"), []);
  });

  test("an id that is none is not told", async () => {
    await claimed(`/v1/realtime/calls/${"x".repeat(200)}`);
    assert.deepEqual(FakeWebSocket.last.frames("call"), []);
  });
});

describe("while the server hears the call itself", () => {
  test("a typed message is told by the browser, and its answer asked for by the server", async () => {
    const { call } = await live({ setup: "server" });
    sideband("attached");
    call.sendText(TYPED);
    assert.deepEqual(FakeWebSocket.last.frames("respond"), []);
    FakePeer.last.takeItems();
    assert.deepEqual(FakeWebSocket.last.frames("respond"), [{ type: "respond", session: "session-1", item_id: TYPED.item_id }]);
    assert.equal(created(), 0);
  });

  test("somebody else's sideband changes nothing", async () => {
    const { call } = await live();
    sideband("attached", "session-9");
    call.sendText(TYPED);
    assert.equal(created(), 1);
  });

  test("what the server placed itself is not placed again when it is lost, but answered", async () => {
    await live({ setup: "server" });
    sideband("attached");
    FakePeer.last.say({ type: "conversation.item.added", item: OUTPUT });
    sideband("lost");
    FakeWebSocket.last.say({ type: "deliver", session: "session-1", items: [OUTPUT], respond: true });
    assert.deepEqual(FakePeer.last.heard("conversation.item.create"), []);
    assert.equal(created(), 1);
  });

  test("what the server had answered already is not answered again when it is lost", async () => {
    await live({ setup: "server" });
    sideband("attached");
    FakePeer.last.say({ type: "conversation.item.added", item: OUTPUT });
    FakePeer.last.say({ type: "response.created", response: { id: "r" } });
    FakePeer.last.say({ type: "response.done", response: { id: "r" } });
    sideband("lost");
    FakeWebSocket.last.say({ type: "deliver", session: "session-1", items: [OUTPUT], respond: true });
    assert.equal(created(), 0);
  });

  test("with the socket away the browser asks itself, and the server again when it is back", async () => {
    const { call } = await live();
    sideband("attached");
    FakeWebSocket.last.drop();
    call.sendText(TYPED);
    assert.equal(created(), 1);
    FakePeer.last.say({ type: "response.created", response: { id: "r" } });
    FakePeer.last.say({ type: "response.done", response: { id: "r" } });
    mock.timers.tick(1_000);
    await until(() => FakeWebSocket.last.readyState === 0);
    FakeWebSocket.last.greet();
    sideband("attached");
    call.sendText({ item_id: "e".repeat(32), content: "More." });
    FakePeer.last.takeItems();
    assert.deepEqual([created(), FakeWebSocket.last.frames("respond").length], [1, 1]);
  });
});

describe("what the page says", () => {
  test("a server that no longer hears the call is told after a moment, until it does again", async () => {
    const { call } = await live({ setup: "server" });
    sideband("attached");
    sideband("lost");
    assert.equal(call.facts.unheard, false);
    mock.timers.tick(3_000);
    assert.equal(call.facts.unheard, true);
    sideband("attached");
    assert.equal(call.facts.unheard, false);
  });

  test("what is back at once is no news", async () => {
    const { tell } = await live();
    sideband("lost");
    mock.timers.tick(2_000);
    sideband("attached");
    mock.timers.tick(10_000);
    assert.ok(tell.facts.every(({ unheard }) => !unheard));
  });

  test("the next session does not inherit that its predecessor was not heard", async () => {
    const { call } = await live();
    sideband("lost");
    FakePeer.last.become("failed");
    for (let seconds = 0; seconds < 30 && call.facts.phase !== "live"; seconds += 1) {
      mock.timers.tick(1_000);
      await rest();
    }
    assert.deepEqual([call.facts.phase, call.facts.unheard], ["live", false]);
  });

  test("what waits too long to be stored shows in the facts", async () => {
    const { call } = await live();
    FakePeer.last.say({ type: "conversation.item.deleted", item_id: "x" });
    await rest();
    mock.timers.tick(2_000);
    assert.equal(call.facts.unsaved, true);
    FakeWebSocket.last.say({ type: "ack", session: "session-1", through: 1 });
    assert.equal(call.facts.unsaved, false);
  });
});
