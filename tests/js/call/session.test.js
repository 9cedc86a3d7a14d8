import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";

import { FakePeer } from "../fakes/peer.js";
import { FakeWebSocket } from "../fakes/socket.js";
import { rest, until } from "../fakes/wait.js";
import { REPLAY, TALK, closeTabs, openWorld, talk } from "../fakes/world.js";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] }));
afterEach(async () => {
  await closeTabs();
  mock.timers.reset();
});

describe("starting", () => {
  test("a click leads to a live call that listens", async () => {
    const world = openWorld();
    await talk(world);
    assert.equal(world.call.facts.phase, "live");
    assert.equal(world.microphone.stream.tracks[0].enabled, true);
    assert.deepEqual(FakeWebSocket.last.frames("hold"), [{ type: "hold", session: "session-1" }]);
  });

  test("a double click makes one session and one connection", async () => {
    const world = openWorld();
    await Promise.all([talk(world), world.call.start(TALK)]);
    assert.equal(world.server.to(/\/sessions\/$/).length, 1);
    assert.equal(FakePeer.made.length, 1);
  });

  test("the token goes to the provider and nowhere else", async () => {
    const world = openWorld();
    await talk(world);
    const [posted] = world.server.to(/\/realtime\/calls$/);
    assert.equal(posted.headers.Authorization, "Bearer ek_secret");
    assert.ok(!JSON.stringify([world.call, world.call.facts, FakeWebSocket.last.sent]).includes("ek_secret"));
    assert.ok(!sessionStorage.getItem("parley.call")?.includes("ek_secret"));
  });

  test("the microphone stays off until the provider has the replay", async () => {
    const world = openWorld({ replay: REPLAY });
    void world.call.start(TALK);
    await until(() => FakePeer.last?.heard("conversation.item.create").length === 2);
    await rest();
    assert.equal(world.microphone.stream.tracks[0].enabled, false);
    FakePeer.last.takeItems();
    await until(() => world.microphone.stream.tracks[0].enabled);
  });

  test("the replay goes out in order, with our own ids", async () => {
    await talk(openWorld({ replay: REPLAY }));
    assert.deepEqual(FakePeer.last.heard("conversation.item.create").map(({ item }) => item), REPLAY);
  });

  test("a due answer is asked for once", async () => {
    await talk(openWorld({ replay: REPLAY, answerDue: true }), { microphone: false });
    assert.equal(FakePeer.last.heard("response.create").length, 1);
  });

  test("a typed call asks for no microphone", async () => {
    const world = openWorld();
    await talk(world, { microphone: false });
    assert.equal(world.microphone.asked, 0);
    assert.equal(FakePeer.last.audio[0].direction, "recvonly");
  });
});

describe("failing to start", () => {
  test("a denied microphone leaves no session behind", async () => {
    const world = openWorld();
    Object.assign(world.microphone, { permission: "prompt", refusal: new DOMException("no", "NotAllowedError") });
    await world.call.start(TALK);
    assert.equal(world.call.facts.problem?.code, "microphone_denied");
    assert.equal(world.server.asked.length, 0);
  });

  test("a microphone that fails at the last moment gives the session back", async () => {
    const world = openWorld();
    world.microphone.refusal = new DOMException("busy", "NotReadableError");
    await world.call.start(TALK);
    assert.equal(world.call.facts.problem?.code, "microphone_busy");
    assert.equal(world.server.to(/session-1\/end\/$/).length, 1);
  });

  test("a call on another device is asked about, not taken", async () => {
    const world = openWorld();
    const error = { code: "call_elsewhere", message: "Live on your phone.", retry: false };
    world.server.answer(/\/sessions\/$/, () => ({ status: 409, body: { error } }));
    await world.call.start(TALK);
    assert.deepEqual(world.tell.elsewhere, [{ conversation: TALK.conversation }]);
    assert.equal(world.call.facts.phase, "idle");
  });

  test("a provider's refusal becomes one plain sentence, and the session is given back", async () => {
    const world = openWorld();
    world.server.answer(/calls$/, () => ({ status: 429, body: { error: { code: "insufficient_quota" } } }));
    await world.call.start(TALK);
    assert.equal(world.call.facts.problem?.code, "no_quota");
    assert.equal(world.tell.problem.length, 1);
    assert.equal(world.server.to(/session-1\/end\/$/).length, 1);
    assert.ok(world.microphone.stream.tracks[0].stopped);
  });
});
