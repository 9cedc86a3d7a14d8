import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";

import { FakePeer } from "../fakes/peer.js";
import { FakeWebSocket } from "../fakes/socket.js";
import { rest, until } from "../fakes/wait.js";
import { TALK, closeTabs, openWorld, talk } from "../fakes/world.js";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] }));
afterEach(async () => {
  await closeTabs();
  mock.timers.reset();
});

async function live() {
  const world = openWorld();
  await talk(world);
  return world;
}

/** @param {() => unknown} found the clock goes on until then */
async function later(found) {
  for (let seconds = 0; seconds < 120 && !found(); seconds += 1) {
    mock.timers.tick(1_000);
    await rest();
  }
  assert.ok(found());
}

describe("the line to the provider is lost", () => {
  test("a new session takes its place, and the microphone is as it was", async () => {
    const { call, microphone } = await live();
    call.mute(true);
    FakePeer.last.become("failed");
    assert.equal(call.facts.phase, "reconnecting");
    await later(() => call.facts.phase === "live");
    assert.deepEqual([call.facts.muted, microphone.stream.tracks[0].enabled], [true, false]);
    assert.deepEqual([microphone.asked, FakePeer.made.length], [1, 2]);
    assert.deepEqual(FakeWebSocket.last.frames("hold").map(({ session }) => session), ["session-1", "session-2"]);
  });

  test("a closed data channel counts as lost", async () => {
    const { call } = await live();
    FakePeer.last.channel.onclose?.();
    assert.equal(call.facts.phase, "reconnecting");
  });

  test("a session that failed at the server is a lost line, not the end of the call", async () => {
    const { call } = await live();
    FakeWebSocket.last.say({ type: "session", session: "session-1", state: "ended", reason: "failed" });
    assert.equal(call.facts.phase, "live");
    FakePeer.last.become("failed");
    FakeWebSocket.last.say({ type: "session", session: "session-1", state: "ended", reason: "failed" });
    await later(() => call.facts.phase === "live");
  });

  test("five seconds without a connection count, a blip does not", async () => {
    const { call } = await live();
    FakePeer.last.become("disconnected");
    mock.timers.tick(4_000);
    FakePeer.last.become("connected");
    mock.timers.tick(10_000);
    assert.equal(call.facts.phase, "live");
    FakePeer.last.become("disconnected");
    mock.timers.tick(5_000);
    assert.equal(call.facts.phase, "reconnecting");
  });

  test("after a minute it is an error that can be tried again", async () => {
    const { call, server, tell } = await live();
    server.answer(/calls$/, () => ({ status: 503 }));
    FakePeer.last.become("failed");
    await later(() => call.facts.phase === "error");
    assert.deepEqual([call.facts.problem?.code, call.facts.problem?.retry], ["call_lost", true]);
    assert.equal(tell.problem.length, 1);
  });

  test("who continues after that is as muted as before", async () => {
    const { call, server, tell } = await live();
    call.mute(true);
    server.answer(/calls$/, () => ({ status: 503 }));
    FakePeer.last.become("failed");
    await later(() => call.facts.phase === "error");
    await call.start(TALK);
    const begun = tell.facts.filter(({ phase }) => phase === "connecting").at(-1);
    assert.equal(begun.muted, true);
  });

  test("no connection for a moment shows at once, and is over when it is back", async () => {
    const { call, microphone } = await live();
    FakePeer.last.become("disconnected");
    assert.deepEqual([call.facts.phase, FakePeer.made.length], ["reconnecting", 1]);
    await rest();
    assert.equal(microphone.stream.tracks[0].enabled, false);
    FakePeer.last.become("connected");
    await rest();
    assert.deepEqual([call.facts.phase, microphone.stream.tracks[0].enabled], ["live", true]);
  });

  test("a network that is there again does not wait for a connection that is away", async () => {
    const { call, page } = await live();
    FakePeer.last.become("disconnected");
    page.fire("online");
    await later(() => call.facts.phase === "live");
    assert.equal(FakePeer.made.length, 2);
  });

  test("what was said before it broke off is stored first, and answered then", async () => {
    const { call, server } = await live();
    FakePeer.last.say({ type: "conversation.item.deleted", item_id: "x" });
    FakePeer.last.become("failed");
    await rest();
    mock.timers.tick(500);
    await rest();
    assert.equal(server.to(/sessions\/$/).length, 1);
    FakeWebSocket.last.say({ type: "ack", session: "session-1", through: 1 });
    await later(() => call.facts.phase === "live");
    const { moves, cut_off } = server.to(/sessions\/$/)[1].body;
    assert.deepEqual([moves, cut_off], ["session-1", true]);
  });

  test("another device that takes the call over ends the trying", async () => {
    const { call, tell } = await live();
    FakePeer.last.become("failed");
    FakeWebSocket.last.say({ type: "session", session: "session-1", state: "ended", reason: "taken_over" });
    assert.deepEqual([call.facts.phase, tell.ended[0].reason], ["ended", "taken_over"]);
  });

  test("what trying again cannot cure ends the trying", async () => {
    const { call, server } = await live();
    server.answer(/sessions\/$/, () => ({ status: 410, body: { error: { code: "gone", message: "Deleted.", retry: false } } }));
    FakePeer.last.become("failed");
    await later(() => call.facts.phase === "error");
    assert.equal(server.to(/sessions\/$/).length, 2);
    assert.equal(call.facts.problem?.code, "gone");
  });

  test("hanging up while it tries ends the trying", async () => {
    const { call, server, tell } = await live();
    FakePeer.last.become("failed");
    void call.end();
    mock.timers.tick(60_000);
    await rest();
    assert.equal(server.to(/sessions\/$/).length, 1);
    assert.deepEqual([call.facts.phase, tell.problem], ["ended", []]);
  });

  test("the old session's end does not end the call that goes on", async () => {
    const { call } = await live();
    FakePeer.last.become("failed");
    FakeWebSocket.last.say({ type: "session", session: "session-1", state: "ended", reason: "renewed" });
    await later(() => call.facts.phase === "live");
  });
});

describe("the socket is lost", () => {
  test("the call goes on; what is heard meanwhile is stored when the socket is back", async () => {
    const { call } = await live();
    FakeWebSocket.last.drop();
    FakePeer.last.say({ type: "conversation.item.deleted", item_id: "x" });
    mock.timers.tick(3_000);
    assert.deepEqual([call.facts.phase, call.facts.degraded], ["live", true]);
    await until(() => FakeWebSocket.made.length === 2);
    FakeWebSocket.last.greet();
    const { sent } = FakeWebSocket.last;
    assert.deepEqual(sent.map(({ type }) => type), ["hold", "relay"]);
    assert.deepEqual(sent[1].events, [{ n: 1, event: { type: "conversation.item.deleted", item_id: "x" } }]);
    assert.equal(call.facts.degraded, false);
  });

  test("a blip of the socket is no warning", async () => {
    const { tell } = await live();
    FakeWebSocket.last.drop();
    mock.timers.tick(2_000);
    await until(() => FakeWebSocket.made.length === 2);
    FakeWebSocket.last.greet();
    mock.timers.tick(10_000);
    assert.ok(tell.facts.every(({ degraded }) => !degraded));
  });
});
