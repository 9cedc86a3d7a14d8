import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";

import { FakePeer } from "../fakes/peer.js";
import { FakeWebSocket } from "../fakes/socket.js";
import { FakeSpeaker } from "../fakes/speaker.js";
import { until } from "../fakes/wait.js";
import { closeTabs, openWorld, talk } from "../fakes/world.js";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] }));
afterEach(async () => {
  await closeTabs();
  mock.timers.reset();
});

/** @param {{setup?: 'token'|'server'}} [options] */
async function stopped(options) {
  const world = openWorld(options);
  await talk(world);
  FakePeer.last.ontrack?.({ track: {}, streams: [{}] });
  FakePeer.last.say({ type: "response.created", response: { id: "r1" } });
  world.call.controls.stop();
  FakePeer.last.say({ type: "response.done", response: { id: "r1" } });
  return world;
}

/** @param {string} type */
function sent(type) {
  return FakePeer.last.heard(type);
}

/** @param {{call: import("../../../static/js/call/session.js").Call}} world */
function write({ call }) {
  call.sendText({ item_id: "typed", content: "Hello" });
  FakePeer.last.takeItems();
}

describe("a stopped call", () => {
  test("neither hears nor says anything, and stays", async () => {
    const { call, microphone } = await stopped();
    await until(() => !microphone.stream.tracks[0].enabled);
    assert.equal(FakeSpeaker.last?.muted, true);
    assert.deepEqual([call.facts.phase, call.facts.stopped], ["live", true]);
    assert.deepEqual(call.levels(), { you: 0, it: 0 });
  });

  test("has cancelled its answer, and dropped what was half said", async () => {
    await stopped();
    for (const type of ["response.cancel", "output_audio_buffer.clear", "input_audio_buffer.clear"]) {
      assert.equal(sent(type).length, 1, type);
    }
  });

  test("cancels what voice detection had begun to answer", async () => {
    await stopped();
    FakePeer.last.say({ type: "response.created", response: { id: "r2", output_modalities: ["audio"] } });
    assert.equal(sent("response.cancel").length, 2);
  });

  test("answers in writing what is written to it", async () => {
    write(await stopped());
    assert.deepEqual(sent("response.create")[0].response, { output_modalities: ["text"] });
    FakePeer.last.say({ type: "response.created", response: { id: "r2", output_modalities: ["text"] } });
    assert.equal(sent("response.cancel").length, 1);
  });

  test("has the server ask for a written answer too", async () => {
    const world = await stopped({ setup: "server" });
    FakeWebSocket.last.say({ type: "sideband", session: "session-1", state: "attached" });
    write(world);
    assert.equal(FakeWebSocket.last.frames("respond")[0].quietly, true);
  });

  test("goes on as it was", async () => {
    const { call, microphone } = await stopped();
    call.controls.resume();
    await until(() => microphone.stream.tracks[0].enabled);
    assert.equal(FakeSpeaker.last?.muted, false);
    write({ call });
    assert.equal(sent("response.create")[0].response, undefined);
  });

  test("stays muted when it was", async () => {
    const { call, microphone } = await stopped();
    call.mute(true);
    call.controls.resume();
    await until(() => FakeSpeaker.last?.muted === false);
    assert.equal(microphone.stream.tracks[0].enabled, false);
  });
});

test("a written call has no sound to stop", async () => {
  const world = openWorld();
  await talk(world, { microphone: false });
  world.call.controls.stop();
  assert.equal(world.call.facts.stopped, false);
});
