import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";

import { FakePeer } from "../fakes/peer.js";
import { FakeSpeaker } from "../fakes/speaker.js";
import { rest, until } from "../fakes/wait.js";
import { closeTabs, openTab, openWorld, talk } from "../fakes/world.js";

const HEADSET = { kind: "audioinput", deviceId: "headset", label: "Headset" };
const DESK = { kind: "audiooutput", deviceId: "desk", label: "Desk" };
const SYSTEM = { kind: "audioinput", deviceId: "default", label: "Default" };

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] }));
afterEach(async () => {
  await closeTabs();
  mock.timers.reset();
});

async function calling() {
  const world = openWorld();
  world.microphone.devices = [SYSTEM, HEADSET, DESK];
  await talk(world);
  FakePeer.last.ontrack?.({ track: {}, streams: [{}] });
  await rest();
  /** @type {string[]} */ const notes = [];
  world.call.on("note", (text) => notes.push(text));
  return { ...world, notes, devices: world.call.controls.devices };
}

function heard() {
  return FakePeer.last.audio[0].track;
}

describe("in a call", () => {
  test("another microphone is heard, and the one before is let go", async () => {
    const { devices, microphone } = await calling();
    await devices.use("audioinput", "headset");
    assert.equal(heard().device, "headset");
    assert.equal(heard().enabled, true);
    assert.equal(microphone.stream.tracks[0].stopped, true);
  });

  test("it speaks from another loudspeaker", async () => {
    const { devices } = await calling();
    await devices.use("audiooutput", "desk");
    assert.equal(FakeSpeaker.last?.sink, "desk");
  });

  test("what the system says is not offered twice", async () => {
    const { devices } = await calling();
    const offer = await devices.offer("audioinput");
    assert.deepEqual(offer.devices, [{ id: "headset", label: "Headset" }]);
    assert.equal(offer.chosen, "");
  });

  test("a microphone that another program holds leaves the one before", async () => {
    const { devices, microphone } = await calling();
    microphone.refusal = new DOMException("busy", "NotReadableError");
    await assert.rejects(devices.use("audioinput", "headset"), { code: "microphone_busy" });
    assert.equal((await devices.offer("audioinput")).chosen, "");
    assert.equal(microphone.stream.tracks[0].stopped, false);
  });

  test("a microphone that is pulled out is replaced by the system's, and that is said", async () => {
    const { devices, microphone, notes } = await calling();
    await devices.use("audioinput", "headset");
    microphone.devices = [SYSTEM];
    heard().dispatchEvent(new Event("ended"));
    await until(() => notes.length === 1);
    assert.match(notes[0], /microphone .* not there/);
    assert.equal(heard(), microphone.stream.tracks[0]);
  });

  test("a loudspeaker that goes and comes back is followed, and that is said", async () => {
    const { devices, microphone, notes } = await calling();
    await devices.use("audiooutput", "desk");
    microphone.replug([SYSTEM]);
    await until(() => FakeSpeaker.last?.sink === "" && notes.length === 1);
    microphone.replug([SYSTEM, DESK]);
    await until(() => FakeSpeaker.last?.sink === "desk" && notes.length === 2);
  });
});

test("the next call, and the next page, have what was chosen", async () => {
  const { devices, call, microphone } = await calling();
  await devices.use("audioinput", "headset");
  void call.end();
  await closeTabs();
  const next = openTab();
  await talk({ ...next, microphone, server: /** @type {any} */ (null), page: /** @type {any} */ (null) });
  assert.equal(microphone.wanted.at(-1), "headset");
});

test("what was chosen and is not there is said at the start of a call", async () => {
  const world = openWorld();
  localStorage.setItem("parley.devices", JSON.stringify({ audioinput: "gone" }));
  await closeTabs();
  const { call } = openTab();
  /** @type {string[]} */ const notes = [];
  call.on("note", (text) => notes.push(text));
  await talk({ ...world, call });
  FakePeer.last.ontrack?.({ track: {}, streams: [{}] });
  await until(() => notes.length === 1);
  assert.equal(call.facts.phase, "live");
});
