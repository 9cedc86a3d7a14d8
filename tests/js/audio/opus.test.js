import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

import { Opus, canOpus } from "../../../static/js/audio/opus.js";
import { codecs, decodeAll, installWebCodecs } from "../fakes/webcodecs.js";

/** @type {Opus} */ let opus;
/** @type {ArrayBuffer[]} */ let sent;
/** @type {unknown[]} */ let told;

beforeEach(() => {
  installWebCodecs();
  [sent, told] = [[], []];
  opus = new Opus({ send: (packet) => sent.push(packet), fail: () => told.push("failed") });
});

const packet = (level = 0) => new Uint8Array([level, 0, 0]).buffer;

/** @param {number} level */
const heard = (level) => opus.decode(packet(level), (pcm) => told.push(new Int16Array(pcm).at(-1)));

describe("whether this browser can", () => {
  test("both ways", async () => assert.equal(await canOpus(), true));

  test("not when it says no, or has no WebCodecs", async () => {
    codecs.supported = false;
    assert.equal(await canOpus(), false);
    Reflect.deleteProperty(globalThis, "AudioEncoder");
    assert.equal(await canOpus(), false);
  });
});

test("a piece of the microphone is one packet of voice, 40 ms at 24 kHz", () => {
  opus.encode(new Uint8Array(1_920).fill(7).buffer);
  assert.deepEqual(sent.map((bytes) => new Uint8Array(bytes)[0]), [7]);
  assert.deepEqual(codecs.configs[0].opus, { application: "voip", frameDuration: 40_000 });
  assert.deepEqual([codecs.configs[0].sampleRate, codecs.configs[0].bitrate], [24_000, 24_000]);
});

test("a packet is 40 ms of PCM16 at 24 kHz, whatever rate it comes out at", () => {
  /** @type {number[]} */ const sizes = [];
  for (let at = 0; at < 3; at += 1) opus.decode(packet(128), (pcm) => sizes.push(pcm.byteLength));
  decodeAll();
  assert.ok(sizes[1] === 1_920 && sizes[2] === 1_920 && sizes[0] > 1_800, String(sizes));
});

test("each packet's sound goes to whom it was decoded for, in order", () => {
  for (const level of [64, 128]) for (let more = 0; more < 3; more += 1) heard(level);
  decodeAll();
  const [first, last] = [told[2], told.at(-1)].map(Number);
  assert.ok(Math.abs(first - 8_192) < 200 && Math.abs(last - 16_384) < 200, String(told));
});

test("what comes afterwards waits for the sound before it, and for nothing else", () => {
  opus.afterwards(() => told.push("at once"));
  opus.decode(packet(), () => told.push("sound"));
  opus.afterwards(() => told.push("whole"));
  opus.afterwards(() => told.push("and more"));
  opus.decode(packet(), () => told.push("the next"));
  assert.deepEqual(told, ["at once"]);
  decodeAll();
  assert.deepEqual(told, ["at once", "sound", "whole", "and more", "the next"]);
});

test("a codec that can no more says so, and after closing nothing is coded", () => {
  codecs.error?.();
  assert.deepEqual(told, ["failed"]);
  opus.close();
  opus.close();
  opus.encode(new ArrayBuffer(1_920));
  heard(3);
  assert.deepEqual([sent, codecs.decoded], [[], []]);
});
