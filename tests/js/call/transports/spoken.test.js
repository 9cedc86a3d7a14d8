import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";

import { QUIET, Relayed, VOICE } from "../../fakes/relayed.js";
import { latency } from "../../fakes/worklets.js";

/** @type {Relayed} */ let world;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  world = new Relayed();
});

afterEach(() => {
  world.transport.close();
  mock.timers.reset();
});

describe("somebody speaks", () => {
  beforeEach(async () => {
    await world.open();
    world.microphone(QUIET, 1_000);
    world.playing(700);
  });

  test("it pauses at once, and is cut off at the last sample that was heard", () => {
    world.microphone(VOICE, 80);
    assert.equal(world.player.told("pause").length, 1);
    world.player.say({ is: "at", item: "a", ms: 720 });
    world.microphone(VOICE, 240);
    const [, , truncate] = world.sent.slice(-4);
    assert.deepEqual(world.sent.slice(-4).map(({ type }) => type),
      ["response.cancel", "parley.played", "conversation.item.truncate", "output_audio_buffer.clear"]);
    assert.deepEqual([truncate.item_id, truncate.content_index, truncate.audio_end_ms], ["a", 0, 720]);
    assert.deepEqual([world.heard("output_audio_buffer.cleared"), world.player.told("clear").length], [1, 1]);
  });

  test("it goes on after a cough", () => {
    world.microphone(VOICE, 120);
    world.microphone(QUIET, 1_000);
    assert.deepEqual([world.player.told("pause").length, world.player.told("resume").length, world.player.told("clear").length], [1, 1, 0]);
  });

  test("what the provider cancelled is cut off without another word to it", () => {
    world.socket.say({ type: "response.done", response: { id: "r", status: "cancelled" } });
    assert.deepEqual(world.sent.slice(-3).map(({ type }) => type),
      ["parley.played", "conversation.item.truncate", "output_audio_buffer.clear"]);
  });

  test("what of it is still on its way is not played", () => {
    world.transport.send({ type: "output_audio_buffer.clear" });
    world.socket.sound(new ArrayBuffer(1_920));
    assert.equal(world.player.told("add").length, 1);
  });

  test("an item of which nothing was heard is cut off at its beginning", () => {
    world.socket.say({ type: "parley.audio", item_id: "b", content_index: 1 });
    world.socket.sound(new ArrayBuffer(1_920));
    world.transport.send({ type: "output_audio_buffer.clear" });
    const cut = world.sent.filter(({ type }) => type === "conversation.item.truncate");
    assert.deepEqual(cut.map(({ item_id, content_index, audio_end_ms }) => [item_id, content_index, audio_end_ms]),
      [["a", 0, 700], ["b", 1, 0]]);
  });

  test("what is out but not at the ear yet was not heard", () => {
    latency.s = 0.05;
    world.player.say({ is: "at", item: "a", ms: 900 });
    world.transport.send({ type: "output_audio_buffer.clear" });
    const [cut] = world.sent.filter(({ type }) => type === "conversation.item.truncate");
    assert.equal(cut.audio_end_ms, 850);
  });
});
