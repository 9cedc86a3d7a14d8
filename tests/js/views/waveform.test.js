import assert from "node:assert/strict";
import { test } from "node:test";
import { strokes, Waveform } from "../../../static/js/views/waveform.js";

/** A picture of two paths that keep what was drawn. */
function picture() {
  /** @type {Record<string, string>} */
  const drawn = {};
  const path = (/** @type {string} */ name) => ({
    setAttribute: (/** @type {string} */ _, /** @type {string} */ d) => { drawn[name] = d; },
  });
  const root = /** @type {any} */ ({ querySelector: path });
  return { drawn, root };
}

test("you stand above the line and the assistant below", () => {
  assert.equal(strokes([1], -1), "M2 17v-16.0");
  assert.equal(strokes([1], 1), "M2 23v16.0");
});

test("silence draws nothing", () => {
  assert.equal(strokes([0, 0.03], -1), "");
});

test("new sound enters at the right", () => {
  const { drawn, root } = picture();
  new Waveform(root).frame(1_000, { you: 1, it: 0 });
  assert.deepEqual(drawn, { ".waveform__you": "M317 17v-16.0", ".waveform__it": "" });
});

test("a level over full is full", () => {
  const { drawn, root } = picture();
  new Waveform(root).frame(1_000, { you: 7, it: 0 });
  assert.equal(drawn[".waveform__you"], "M317 17v-16.0");
});

test("two frames of one moment are one stroke", () => {
  const { drawn, root } = picture();
  const wave = new Waveform(root);
  wave.frame(1_000, { you: 1, it: 0 });
  wave.frame(1_016, { you: 0.5, it: 0 });
  assert.equal(drawn[".waveform__you"], "M317 17v-16.0");
});

test("a cleared waveform is flat", () => {
  const { drawn, root } = picture();
  const wave = new Waveform(root);
  wave.frame(1_000, { you: 1, it: 1 });
  wave.clear();
  assert.deepEqual(drawn, { ".waveform__you": "", ".waveform__it": "" });
});
