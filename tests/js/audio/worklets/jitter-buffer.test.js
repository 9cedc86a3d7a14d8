import assert from "node:assert/strict";
import { test } from "node:test";

import { JitterBuffer } from "../../../../static/js/audio/worklets/jitter-buffer.js";

const RATE = 24_000;
const MS = RATE / 1_000;

/** @param {number} ms @param {number} [level] */
const pcm = (ms, level = 16_384) => new Int16Array(ms * MS).fill(level);

/**
 * @param {JitterBuffer} buffer
 * @param {number} ms
 * @returns {number[]} what is played
 */
function play(buffer, ms) {
  const out = [];
  for (let at = 0; at < ms; at += 5) {
    const quantum = new Float32Array(5 * MS);
    buffer.fill(quantum);
    out.push(...quantum);
  }
  return out;
}

/** @param {JitterBuffer} buffer */
const news = (buffer) => buffer.news.splice(0).map(({ is, ...of }) => [is, .../** @type {any[]} */ (Object.values(of))]);

/** @param {number[]} played */
const loudMs = (played) => played.filter((level) => level > 0.4).length / MS;

test("it begins when enough is there, and not before", () => {
  const buffer = new JitterBuffer(RATE);
  buffer.add("a", pcm(40));
  assert.equal(loudMs(play(buffer, 100)), 0);
  buffer.add("a", pcm(40));
  assert.ok(loudMs(play(buffer, 40)) >= 35);
  assert.deepEqual(news(buffer), [["begun", "a", 0]]);
});

test("a short item that is whole does not wait for more", () => {
  const buffer = new JitterBuffer(RATE);
  buffer.add("a", pcm(20));
  buffer.finish("a");
  play(buffer, 40);
  assert.deepEqual(news(buffer), [["begun", "a", 0], ["over", "a", 20]]);
  assert.equal(buffer.position, null);
});

test("how much was put out is exact, and stands while it is paused", () => {
  const buffer = new JitterBuffer(RATE);
  buffer.add("a", pcm(500));
  play(buffer, 100);
  assert.deepEqual(buffer.position, { item: "a", ms: 100 });
  buffer.pause();
  play(buffer, 5); // it fades
  const { ms = 0 } = buffer.position ?? {};
  assert.equal(loudMs(play(buffer, 200)), 0);
  assert.equal(buffer.position?.ms, ms);
  assert.ok(ms <= 105);
  buffer.resume();
  assert.ok(loudMs(play(buffer, 100)) >= 94);
});

test("after a gap it waits for a little more than at first", () => {
  const buffer = new JitterBuffer(RATE);
  buffer.add("a", pcm(80));
  play(buffer, 100);
  assert.deepEqual(news(buffer).at(-1), ["dry"]);
  buffer.add("a", pcm(100));
  assert.equal(loudMs(play(buffer, 20)), 0);
  buffer.add("a", pcm(40));
  assert.ok(loudMs(play(buffer, 50)) >= 45);
  assert.equal(buffer.position?.ms, 130);
});

test("one item follows the other without a pause", () => {
  const buffer = new JitterBuffer(RATE);
  for (const item of ["a", "b"]) {
    buffer.add(item, pcm(100));
    buffer.finish(item);
  }
  assert.equal(loudMs(play(buffer, 200)) >= 195, true);
  assert.deepEqual(news(buffer).map(([is, item]) => `${is} ${item}`), ["begun a", "over a", "begun b"]);
});

test("what is cleared is not heard, and what comes then begins anew", () => {
  const buffer = new JitterBuffer(RATE);
  buffer.add("a", pcm(400));
  play(buffer, 50);
  buffer.clear();
  assert.equal(loudMs(play(buffer, 50)), 0);
  buffer.add("b", pcm(200));
  play(buffer, 50);
  assert.deepEqual(buffer.position, { item: "b", ms: 50 });
});

test("at another rate the position is still in milliseconds of the item", () => {
  const buffer = new JitterBuffer(48_000);
  buffer.add("a", pcm(400));
  buffer.finish("a");
  for (let at = 0; at < 20; at += 1) buffer.fill(new Float32Array(480));
  assert.deepEqual(buffer.position, { item: "a", ms: 200 });
});
