import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";

import { FakePeer } from "../fakes/peer.js";
import { FakeWebSocket } from "../fakes/socket.js";
import { rest } from "../fakes/wait.js";
import { REPLAY, closeTabs, grant, openWorld, talk } from "../fakes/world.js";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] }));
afterEach(async () => {
  await closeTabs();
  mock.timers.reset();
});

/** A live call whose session ends after so many seconds. @param {number} [seconds] */
async function live(seconds) {
  const world = openWorld({ replay: REPLAY });
  /** @type {string[]} */ const told = [];
  world.call.on("moved", (text) => told.push(text));
  await talk(world);
  storeAll();
  if (seconds) expire(seconds);
  return { ...world, told };
}

/** @param {number} seconds */
function expire(seconds) {
  FakePeer.last.say({ type: "session.created", session: { id: "s", expires_at: Math.floor(Date.now() / 1000) + seconds } });
}

/** The server is there, and stores what it is told. */
function storeAll() {
  const { sent } = FakeWebSocket.last;
  FakeWebSocket.last.say({ type: "beat" });
  for (const { type, session, events } of sent) {
    if (type === "relay") FakeWebSocket.last.say({ type: "ack", session, through: events.at(-1).n });
  }
}

/** @param {number} seconds the provider takes what it is given meanwhile */
async function pass(seconds) {
  for (let passed = 0; passed < seconds * 10; passed += 1) {
    mock.timers.tick(100);
    await rest();
    FakePeer.last?.takeItems();
    storeAll();
  }
  await rest();
}

describe("before a session expires", () => {
  test("the call goes over to a fresh one, by itself and with the replay", async () => {
    const { call, server, told } = await live(60);
    await pass(40);
    assert.equal(FakePeer.made.length, 1);
    await pass(10);
    assert.deepEqual([FakePeer.made.length, call.facts.phase], [2, "live"]);
    assert.deepEqual(FakePeer.last.heard("conversation.item.create").map(({ item }) => item), REPLAY);
    assert.equal(server.to(/sessions\/$/)[1].body.moves, "session-1");
    assert.deepEqual(told, ["The connection was renewed, and the call goes on."]);
  });

  test("the microphone is the same, and is heard when the replay is in", async () => {
    const { microphone } = await live(60);
    await pass(50);
    assert.equal(microphone.asked, 1);
    assert.equal(FakePeer.last.audio[0].track, microphone.stream.tracks[0]);
    assert.equal(FakePeer.made[0].connectionState, "closed");
  });

  test("who speaks, or is answered, is not cut off as long as there is time", async () => {
    await live(60);
    FakePeer.last.say({ type: "input_audio_buffer.speech_started", item_id: "u" });
    await pass(52);
    assert.equal(FakePeer.made.length, 1);
    FakePeer.last.say({ type: "response.done", response: { id: "r" } });
    FakePeer.last.say({ type: "input_audio_buffer.speech_stopped", item_id: "u" });
    FakePeer.last.say({ type: "output_audio_buffer.started" });
    await pass(1);
    assert.equal(FakePeer.made.length, 1);
  });

  test("at the very end what is said is cut off in good order, and answered", async () => {
    const { server } = await live(60);
    FakePeer.last.say({ type: "input_audio_buffer.speech_started", item_id: "u" });
    await pass(57);
    assert.equal(FakePeer.made.length, 2);
    const types = FakePeer.made[0].channel.sent.map(({ type }) => type).slice(-2);
    assert.deepEqual(types, ["input_audio_buffer.commit", "output_audio_buffer.clear"]);
    assert.equal(server.to(/sessions\/$/)[1].body.cut_off, true);
  });

  test("a fresh session is renewed in its turn", async () => {
    await live(60);
    await pass(50);
    expire(60);
    await pass(50);
    assert.equal(FakePeer.made.length, 3);
  });

  test("a call that has ended is not renewed", async () => {
    const { call } = await live(60);
    void call.end();
    await pass(60);
    assert.equal(FakePeer.made.length, 1);
  });
});

describe("when the person asks for it", () => {
  test("another voice comes at the next quiet moment, and is named", async () => {
    const { call, server, told } = await live();
    server.answer(/sessions\/$/, () => ({ status: 201, body: { ...grant(2, REPLAY), voice: "cedar" } }));
    FakePeer.last.say({ type: "output_audio_buffer.started" });
    call.move("voice");
    await pass(3);
    assert.equal(FakePeer.made.length, 1);
    FakePeer.last.say({ type: "output_audio_buffer.stopped" });
    await pass(1);
    assert.deepEqual([FakePeer.made.length, told], [2, ["From now on Cedar speaks."]]);
  });

  test("asked twice it goes once", async () => {
    const { call } = await live();
    call.move("voice");
    call.move("settings");
    await pass(3);
    assert.equal(FakePeer.made.length, 2);
  });

  test("a muted call stays muted, and is as old as before", async () => {
    mock.timers.tick(1_000);
    const { call, microphone } = await live();
    const { startedAt } = call;
    call.mute(true);
    call.move("voice");
    await pass(2);
    assert.deepEqual([FakePeer.made.length, microphone.stream.tracks[0].enabled], [2, false]);
    assert.equal(call.startedAt, startedAt);
  });

  test("what is written on the way is told to the fresh session", async () => {
    const { call, server } = await live();
    call.move("voice");
    server.answer(/calls$/, async () => {
      call.sendText({ item_id: "c".repeat(32), content: "Still there?" });
      return { status: 201, body: "v=0 answer" };
    });
    await pass(2);
    const told = FakePeer.last.heard("conversation.item.create").map(({ item }) => item.id);
    assert.deepEqual(told, [...REPLAY.map(({ id }) => id), "c".repeat(32)]);
  });

  test("with no call it does nothing", async () => {
    const { call, server } = openWorld();
    call.move("voice");
    await pass(3);
    assert.equal(server.asked.length, 0);
  });
});

describe("when the fresh session is refused", () => {
  test("it is tried again like a lost one", async () => {
    const { call, server, tell } = await live();
    let refusals = 1;
    server.answer(/sessions\/$/, () => (refusals-- ? { status: 503 } : { status: 201, body: grant(2, REPLAY) }));
    call.move("voice");
    await pass(4);
    const phases = tell.facts.map(({ phase }) => phase);
    assert.deepEqual([phases.includes("reconnecting"), call.facts.phase], [true, "live"]);
  });

  test("a call that is over by now ends, and says what happened", async () => {
    const { call, server, tell } = await live();
    const error = { code: "call_over", message: "Over.", retry: false };
    server.answer(/sessions\/$/, () => ({ status: 410, body: { error } }));
    call.move("voice");
    await pass(3);
    assert.deepEqual([call.facts.phase, tell.ended[0].reason, tell.problem], ["ended", "lost", []]);
  });

  test("hanging up on the way ends what the call came from", async () => {
    const { call, server } = await live();
    server.answer(/sessions\/$/, () => ({ status: 503 }));
    call.move("voice");
    await pass(1);
    void call.end();
    await pass(1);
    assert.deepEqual(server.to(/end\/$/).map(({ url }) => url.split("/").at(-3)), ["session-1"]);
  });
});
