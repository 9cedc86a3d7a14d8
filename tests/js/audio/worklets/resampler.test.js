import assert from "node:assert/strict";
import { test } from "node:test";

import { Resampler } from "../../../../static/js/audio/worklets/resampler.js";

const SECONDS = 0.5;

/**
 * @param {number} rate
 * @param {number} hertz
 */
function tone(rate, hertz) {
  return Float32Array.from({ length: rate * SECONDS }, (_, at) => Math.sin((2 * Math.PI * hertz * at) / rate));
}

/**
 * @param {Float32Array} sound
 * @param {{from: number, to: number, piece: number}} how
 */
function resampled(sound, { from, to, piece }) {
  const resampler = new Resampler(from, to);
  const out = [];
  for (let at = 0; at < sound.length; at += piece) out.push(...resampler.push(sound.subarray(at, at + piece)));
  return [...out, ...resampler.end()];
}

/**
 * @param {number[]} out
 * @param {Float32Array} wanted
 */
function worst(out, wanted) {
  const inside = [...wanted.keys()].slice(200, -200);
  return Math.max(...inside.map((at) => Math.abs(out[at] - wanted[at])));
}

for (const [from, to] of [[48_000, 24_000], [44_100, 24_000], [16_000, 24_000], [24_000, 48_000], [24_000, 44_100], [96_000, 24_000]]) {
  test(`a voice goes from ${from} to ${to} in pieces of any size, and lines up`, () => {
    for (const piece of [128, 960, 37]) {
      const out = resampled(tone(from, 1_000), { from, to, piece });
      assert.ok(Math.abs(out.length - to * SECONDS) <= 24, `${out.length}`);
      assert.ok(worst(out, tone(to, 1_000)) < 0.003);
    }
  });
}

test("what the lower rate cannot hold is kept out", () => {
  for (const from of [44_100, 48_000]) {
    const out = resampled(tone(from, 15_000), { from, to: 24_000, piece: 128 }).slice(200, -200);
    assert.ok(Math.max(...out.map(Math.abs)) < 0.01);
  }
});

test("the same rate leaves it as it is", () => {
  const sound = tone(24_000, 440);
  assert.deepEqual(resampled(sound, { from: 24_000, to: 24_000, piece: 128 }), [...sound]);
});
