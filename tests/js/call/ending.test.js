import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";

import { FakePeer } from "../fakes/peer.js";
import { FakeWebSocket } from "../fakes/socket.js";
import { rest, signal, until } from "../fakes/wait.js";
import { TALK, closeTabs, grant, openWorld, talk } from "../fakes/world.js";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] }));
afterEach(async () => {
  await closeTabs();
  mock.timers.reset();
});

describe("ending", () => {
  test("it is silent at once, and the server hears of it when all is stored", async () => {
    const world = openWorld();
    await talk(world);
    FakePeer.last.say({ type: "conversation.item.deleted", item_id: "x" });
    const ended = world.call.end();
    assert.ok(world.call.facts.saving);
    await rest();
    assert.equal(world.server.to(/\/end\/$/).length, 0);
    FakeWebSocket.last.say({ type: "ack", session: "session-1", through: 1 });
    await ended;
    assert.deepEqual(world.server.to(/\/end\/$/).map(({ body }) => body), [{ reason: "ended" }]);
    assert.deepEqual([world.call.facts.saving, world.tell.ended], [false, [{ reason: "ended" }]]);
  });

  test("what comes late is ignored", async () => {
    const world = openWorld();
    await talk(world);
    const peer = FakePeer.last;
    void world.call.end();
    peer.say({ type: "response.output_audio_transcript.delta", item_id: "i", delta: "late" });
    peer.say({ type: "output_audio_buffer.started", response_id: "r" });
    mock.timers.tick(1_000);
    assert.deepEqual([world.tell.partial, world.call.facts.speaking], [[], false]);
    assert.deepEqual(FakeWebSocket.last.frames("partial"), []);
  });

  test("hanging up while the server is asked gives the session back", async () => {
    const world = openWorld();
    const answered = signal();
    world.server.answer(/sessions\/$/, () => answered.promise.then(() => ({ body: grant(1) })));
    const started = world.call.start(TALK);
    await until(() => world.server.to(/sessions\/$/).length === 1);
    void world.call.end();
    answered.resolve();
    await started;
    assert.equal(world.server.to(/session-1\/end\/$/).length, 1);
    assert.deepEqual([world.call.facts.phase, world.tell.problem], ["ended", []]);
    assert.ok(FakePeer.last.connectionState === "closed" && world.microphone.stream.tracks[0].stopped);
  });

  test("hanging up while the provider is asked ends the session once", async () => {
    const world = openWorld();
    world.server.answer(/calls$/, () => signal().promise.then(() => ({})));
    void world.call.start(TALK);
    await until(() => world.server.to(/calls$/).length === 1);
    await world.call.end();
    await rest();
    assert.equal(world.server.to(/session-1\/end\/$/).length, 1);
  });

  test("hanging up while the browser asks for the microphone starts nothing", async () => {
    const world = openWorld();
    const decided = signal();
    Object.assign(world.microphone, { permission: "prompt", decided: decided.promise });
    const started = world.call.start(TALK);
    await until(() => world.call.facts.phase === "permission");
    void world.call.end();
    decided.resolve();
    await started;
    assert.deepEqual([world.server.asked.length, world.call.facts.phase], [0, "ended"]);
    await until(() => world.microphone.stream.tracks[0].stopped);
  });

  test("logging out ends the call", async () => {
    const world = openWorld();
    await talk(world);
    FakeWebSocket.last.drop(4401);
    assert.deepEqual(world.tell.ended, [{ reason: "logged_out" }]);
    assert.equal(FakePeer.last.connectionState, "closed");
  });

  test("the server may end it: taken over by another device", async () => {
    const world = openWorld();
    await talk(world);
    FakeWebSocket.last.say({ type: "session", session: "session-0", state: "ended", reason: "taken_over" });
    assert.equal(world.call.facts.phase, "live");
    const news = { type: "session", session: "session-1", state: "ended", reason: "taken_over", continued_on: "Firefox, Windows" };
    FakeWebSocket.last.say(news);
    assert.deepEqual(world.tell.ended, [{ reason: "taken_over", news }]);
  });

  test("taken over it waits for its last words, stores them and says goodbye", async () => {
    const world = openWorld();
    await talk(world);
    const [peer, socket] = [FakePeer.last, FakeWebSocket.last];
    peer.say({ type: "input_audio_buffer.committed", item_id: "u" });
    socket.say({ type: "session", session: "session-1", state: "ended", reason: "taken_over" });
    await rest();
    assert.deepEqual([world.call.facts.phase, peer.connectionState === "closed"], ["ended", false]);
    peer.say({ type: "conversation.item.input_audio_transcription.completed", item_id: "u", transcript: "Tea" });
    await until(() => peer.connectionState === "closed");
    socket.say({ type: "ack", session: "session-1", through: 1 });
    await rest();
    assert.deepEqual(socket.frames("goodbye"), []);
    socket.say({ type: "ack", session: "session-1", through: 2 });
    await until(() => socket.frames("goodbye").length === 1);
  });
});
