import assert from "node:assert/strict";
import { test } from "node:test";

import { PIECE_MS, SpeechGate } from "../../../static/js/dictation/speech-gate.js";

const QUIET = { loudness: 0.0005, crossings: 0.1 };
const VOICE = { loudness: 0.1, crossings: 0.05 };

/**
 * @param {SpeechGate} gate
 * @param {{loudness: number, crossings: number}} kind
 * @param {number} ms
 */
function hear(gate, kind, ms) {
  const steps = [];
  for (let at = 0; at < ms; at += PIECE_MS) steps.push(...gate.feed({ pcm: new ArrayBuffer(0), ...kind }));
  return steps;
}

/** @param {import("../../../static/js/dictation/speech-gate.js").Step[]} steps */
const kinds = (steps) => steps.map(({ step }) => step).filter((step, at, all) => step !== all[at - 1]);

test("silence is never sent", () => {
  const gate = new SpeechGate(300);
  assert.deepEqual(hear(gate, QUIET, 10_000), []);
  assert.equal(gate.silentMs, 10_000);
});

test("an utterance comes with what was heard just before, and ends after the pause", () => {
  const gate = new SpeechGate(300);
  hear(gate, QUIET, 1_000);
  const steps = [...hear(gate, VOICE, 800), ...hear(gate, QUIET, 400)];
  assert.deepEqual(kinds(steps), ["begin", "sound", "end"]);
  const [begin] = steps;
  assert.ok(begin.step === "begin" && begin.sounds.length === 8);
  assert.ok(steps.some((one) => one.step === "end" && one.isSpeech && one.voiceMs === 800));
});

test("hiss is never sent, however loud", () => {
  const gate = new SpeechGate(300);
  assert.deepEqual(hear(gate, { loudness: 0.2, crossings: 0.5 }, 5_000), []);
});

test("a click is never sent", () => {
  const gate = new SpeechGate(300);
  hear(gate, QUIET, 400);
  assert.deepEqual([...hear(gate, VOICE, PIECE_MS), ...hear(gate, QUIET, 400)], []);
});

test("a hum is no speech, and is the floor after a while", () => {
  const gate = new SpeechGate(300);
  const steps = hear(gate, { loudness: 0.1, crossings: 0.01 }, 8_000);
  assert.ok(steps.every((one) => one.step !== "end" || !one.isSpeech));
  assert.ok(!gate.isOpen);
});

test("a voice is heard above a lasting noise", () => {
  const gate = new SpeechGate(300);
  hear(gate, { loudness: 0.02, crossings: 0.05 }, 8_000);
  assert.deepEqual(kinds([...hear(gate, { ...VOICE, loudness: 0.2 }, 800), ...hear(gate, { loudness: 0.02, crossings: 0.05 }, 600)]),
    ["begin", "sound", "end"]);
});

test("who never pauses is written down in parts", () => {
  const gate = new SpeechGate(300);
  const steps = [];
  for (let at = 0; at < 60; at += 1) steps.push(...hear(gate, VOICE, 400), ...hear(gate, { ...VOICE, loudness: 0.03 }, 120));
  assert.ok(steps.filter(({ step }) => step === "end").length >= 1);
});

test("when the microphone goes what was begun is over", () => {
  const gate = new SpeechGate(300);
  hear(gate, VOICE, 400);
  assert.deepEqual(kinds(gate.stop()), ["end"]);
  assert.deepEqual(gate.stop(), []);
});
