import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Microphone, isMicrophoneGranted } from "../../../static/js/audio/microphone.js";
import { define, installPage } from "../fakes/page.js";
import { installSound } from "../fakes/sound.js";

/** @type {import("../fakes/sound.js").FakeMicrophone} */ let given;

beforeEach(() => {
  installPage();
  given = installSound();
});

test("it opens silent, and is released whole", async () => {
  const microphone = await Microphone.open();
  const [track] = given.stream.tracks;
  assert.equal(track.enabled, false);
  microphone.switch(true);
  assert.equal(track.enabled, true);
  microphone.release();
  assert.equal(track.stopped, true);
});

test("denied, missing and busy are three different sentences", async () => {
  const told = new Set();
  for (const [name, code] of [["NotAllowedError", "denied"], ["NotFoundError", "missing"], ["NotReadableError", "busy"]]) {
    given.refusal = new DOMException("no", name);
    const problem = await Microphone.open().catch((error) => error);
    assert.equal(problem.code, `microphone_${code}`);
    told.add(problem.message);
  }
  assert.equal(told.size, 3);
});

test("a page that is not secure says so, and that trying again is no use", async () => {
  define(navigator, "mediaDevices", undefined);
  await assert.rejects(Microphone.open(), { code: "microphone_insecure", retry: false });
});

test("a fault of our own is not called the microphone's", async () => {
  given.refusal = new TypeError("a mistake");
  await assert.rejects(Microphone.open(), TypeError);
});

test("a browser that cannot tell is one that asks", async () => {
  assert.equal(await isMicrophoneGranted(), true);
  define(navigator, "permissions", undefined);
  assert.equal(await isMicrophoneGranted(), false);
});
