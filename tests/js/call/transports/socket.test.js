import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";

import { QUIET, Relayed } from "../../fakes/relayed.js";

/** @type {Relayed} */ let world;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  world = new Relayed();
});

afterEach(() => {
  world.transport.close();
  mock.timers.reset();
});

describe("opening", () => {
  test("there is a stream to play before anything can be said, and the microphone is kept back until it is ready", async () => {
    const { opened } = await world.begin();
    assert.equal(world.told.track.length, 1);
    world.microphone(QUIET, 80);
    assert.equal(world.socket.sounds.length, 0);
    world.socket.say({ type: "parley.ready" });
    await opened;
    world.microphone(QUIET, 80);
    assert.deepEqual(world.socket.sounds.map(({ byteLength }) => byteLength), [1_920, 1_920]);
  });

  test("a refusal of Parley's says itself, the provider's is one of our sentences", async () => {
    const own = { type: "parley", code: "calls_stopped", message: "Calls are stopped.", retry: false };
    const foreign = { type: "invalid_request_error", code: "insufficient_quota", message: "internal words" };
    for (const [error, code] of [[own, "calls_stopped"], [foreign, "no_quota"]]) {
      world = new Relayed();
      const { opened } = await world.begin();
      world.socket.say({ type: "error", error });
      world.socket.drop(1008);
      await assert.rejects(opened, { name: "Problem", code });
    }
  });

  test("a server that never gets ready is given up", async () => {
    const { opened } = await world.begin();
    mock.timers.tick(15_000);
    await assert.rejects(opened, { code: "provider_unreachable", retry: true });
  });
});

describe("an answer", () => {
  beforeEach(() => world.open());

  test("is played, and the states are those of WebRTC", () => {
    world.playing(100);
    assert.equal(world.player.told("add")[0].item, "a");
    assert.equal(world.heard("output_audio_buffer.started"), 1);
    world.socket.say({ type: "parley.audio_done", item_id: "a", content_index: 0 });
    assert.equal(world.player.told("finish")[0].item, "a");
    world.player.say({ is: "over", item: "a", ms: 400 });
    assert.equal(world.heard("output_audio_buffer.stopped"), 1);
  });

  test("how far it is played is reported, every 200 ms and at its end", () => {
    world.playing(100);
    for (const ms of [200, 300, 400]) world.player.say({ is: "at", item: "a", ms });
    world.player.say({ is: "over", item: "a", ms: 450 });
    assert.deepEqual(world.sent.map(({ ms }) => ms), [200, 400, 450]);
  });

  test("events of the provider are passed on as they are, our own are not", () => {
    const event = { type: "response.output_audio_transcript.delta", item_id: "a", delta: "It" };
    world.socket.say(event);
    world.socket.say({ type: "parley.over", reason: "ended" });
    assert.deepEqual(world.told.event, [event]);
  });
});
