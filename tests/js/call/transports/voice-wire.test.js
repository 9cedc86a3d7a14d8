import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";

import { Opus } from "../../../../static/js/audio/opus.js";
import { QUIET, Relayed } from "../../fakes/relayed.js";
import { codecs, decodeAll, installWebCodecs } from "../../fakes/webcodecs.js";

/** @type {Relayed} */ let world;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  world = new Relayed();
});

afterEach(() => {
  world.transport.close();
  mock.timers.reset();
});

describe("the line", () => {
  beforeEach(() => world.open());

  test("a socket that closes is lost, once", () => {
    world.socket.drop(1012);
    world.socket.drop(1012);
    assert.equal(world.told.lost.length, 1);
  });

  test("why a call is over is told elsewhere first, and only then is its line lost", () => {
    world.socket.say({ type: "parley.over", reason: "taken_over" });
    world.socket.drop(1000);
    assert.equal(world.told.lost.length, 0);
    world.pass(3_000);
    assert.equal(world.told.lost.length, 1);
  });

  test("a server that does not answer is away, and back when it does", () => {
    world.pass(8_000);
    assert.deepEqual([world.told.away.length, world.told.back.length, world.told.lost.length], [1, 0, 0]);
    world.socket.say({ type: "parley.beat" });
    assert.deepEqual([world.told.back.length, world.told.lost.length], [1, 0]);
  });

  test("one that does not answer for long is lost", () => {
    world.pass(20_000);
    assert.equal(world.told.lost.length, 1);
  });

  test("a line that takes nothing is not fed with old sound", () => {
    world.socket.bufferedAmount = 200_000;
    world.microphone(QUIET, 400);
    assert.equal(world.socket.sounds.length, 0);
  });

  test("after closing nothing is heard or sent any more, and closing is no loss", () => {
    world.transport.close();
    world.socket.say({ type: "response.created", response: { id: "r" } });
    world.socket.drop(1006);
    assert.deepEqual([world.told.event, world.told.lost], [[], []]);
  });
});

describe("a thin line", () => {
  beforeEach(() => {
    installWebCodecs();
    world = new Relayed(Opus);
  });

  test("Opus is asked for, and where it is not granted sound stays what it is", async () => {
    await world.open("pcm16");
    assert.match(world.socket.url, /&codec=opus$/);
    world.microphone(QUIET, 40);
    assert.deepEqual(world.socket.sounds.map(({ byteLength }) => byteLength), [1_920]);
  });

  test("pieces go as packets, and less of them waits in a line that takes nothing", async () => {
    await world.open("opus");
    world.microphone(QUIET, 80);
    assert.deepEqual(world.socket.sounds.map(({ byteLength }) => byteLength), [10, 10]);
    world.socket.bufferedAmount = 6_000;
    world.microphone(QUIET, 80);
    assert.equal(world.socket.sounds.length, 2);
  });

  test("packets are played as sound of their item, and its end comes behind them", async () => {
    await world.open("opus");
    world.socket.say({ type: "parley.audio", item_id: "a", content_index: 0 });
    world.socket.sound(new ArrayBuffer(10));
    world.socket.say({ type: "parley.audio_done", item_id: "a", content_index: 0 });
    assert.deepEqual([world.player.told("add").length, world.player.told("finish").length], [0, 0]);
    decodeAll();
    assert.deepEqual(world.player.posted.map(({ does, item }) => [does, item]), [["add", "a"], ["finish", "a"]]);
  });

  test("a codec that can no more loses the line", async () => {
    await world.open("opus");
    codecs.error?.();
    assert.equal(world.told.lost.length, 1);
  });
});
