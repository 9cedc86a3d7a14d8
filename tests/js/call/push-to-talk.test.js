import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";

import { FakePeer } from "../fakes/peer.js";
import { FakeWebSocket } from "../fakes/socket.js";
import { rest, until } from "../fakes/wait.js";
import { closeTabs, openWorld, talk } from "../fakes/world.js";

const SPOKEN = { type: "input_audio_buffer.committed", item_id: "spoken" };

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] }));
afterEach(async () => {
  await closeTabs();
  mock.timers.reset();
});

/** A live call in which one holds to talk. */
async function holding() {
  const world = openWorld();
  await talk(world);
  FakeWebSocket.last.say({ type: "settings", session: "session-1", settings: { audio: {} }, ask: false, push_to_talk: true });
  await until(() => world.call.facts.pushToTalk);
  return world;
}

/** @param {import("../fakes/world.js").World} world @param {number} ms how long the key is held */
async function hold({ call }, ms) {
  call.controls.hold();
  mock.timers.tick(ms);
  call.controls.release();
  mock.timers.tick(200);
  await rest();
}

/** @param {string} type */
function sent(type) {
  return FakePeer.last.heard(type).length;
}

describe("holding to talk", () => {
  test("the microphone is open only while one holds", async () => {
    const world = await holding();
    const [track] = world.microphone.stream.tracks;
    await until(() => !track.enabled);
    world.call.controls.hold();
    await until(() => track.enabled);
    mock.timers.tick(1_000);
    world.call.controls.release();
    assert.equal(world.call.facts.holding, true); // the last sound is still on its way
    mock.timers.tick(200);
    await until(() => !track.enabled);
  });

  test("what was said is one turn, and its item is answered once", async () => {
    await hold(await holding(), 1_000);
    assert.equal(sent("input_audio_buffer.commit"), 1);
    FakePeer.last.say(SPOKEN);
    FakePeer.last.say({ type: "conversation.item.added", item: { id: "spoken" } });
    assert.equal(sent("response.create"), 1);
  });

  test("holding drops what was heard before, and interrupts", async () => {
    const world = await holding();
    FakePeer.last.say({ type: "response.created", response: { id: "r1" } });
    world.call.controls.hold();
    assert.equal(sent("response.cancel"), 1);
    assert.equal(sent("output_audio_buffer.clear"), 1);
    assert.equal(sent("input_audio_buffer.clear"), 1);
  });

  test("a key that is only touched sends no turn and says so", async () => {
    const world = await holding();
    let told = 0;
    world.call.controls.on("short", () => { told += 1; });
    await hold(world, 100);
    assert.equal(sent("input_audio_buffer.commit"), 0);
    assert.equal(sent("input_audio_buffer.clear"), 2);
    assert.equal(told, 1);
  });

  test("let go and held again at once is one turn", async () => {
    const world = await holding();
    world.call.controls.hold();
    mock.timers.tick(1_000);
    world.call.controls.release();
    mock.timers.tick(100);
    await hold(world, 1_000);
    assert.equal(sent("input_audio_buffer.commit"), 1);
  });

  test("a turn that the provider refuses is not answered by the next one's item", async () => {
    await hold(await holding(), 1_000);
    const [{ event_id }] = FakePeer.last.heard("input_audio_buffer.commit");
    FakePeer.last.say({ type: "error", error: { code: "input_audio_buffer_commit_empty", event_id } });
    FakePeer.last.say(SPOKEN);
    assert.equal(sent("response.create"), 0);
  });

  test("what pauses have ended is answered by the provider itself", async () => {
    await talk(openWorld());
    FakePeer.last.say(SPOKEN);
    assert.equal(sent("response.create"), 0);
  });

  test("without push to talk there is nothing to hold", async () => {
    const world = openWorld();
    await talk(world);
    await hold(world, 1_000);
    assert.equal(sent("input_audio_buffer.commit"), 0);
  });

  test("a call that ends while one holds sends no turn", async () => {
    const world = await holding();
    world.call.controls.hold();
    mock.timers.tick(1_000);
    world.call.controls.release();
    void world.call.end();
    mock.timers.tick(200);
    assert.equal(sent("input_audio_buffer.commit"), 0);
  });
});
