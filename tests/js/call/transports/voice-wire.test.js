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
