import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

import { BargeIn } from "../../../static/js/audio/barge-in.js";

const QUIET = { loudness: 0.0005, crossings: 0.1 };
const VOICE = { loudness: 0.1, crossings: 0.05 };
const SOFT = { loudness: 0.012, crossings: 0.05 };
const HISS = { loudness: 0.1, crossings: 0.5 };
const PIECE_MS = 40;

/** @type {BargeIn} */ let bargeIn;

beforeEach(() => {
  bargeIn = new BargeIn();
  hear(QUIET, 1_000);
  bargeIn.playing(true);
});

/**
 * @param {{loudness: number, crossings: number}} kind
 * @param {number} ms
 * @returns {string[]} what it decides, and after how long
 */
function hear(kind, ms) {
  const found = [];
  for (let at = PIECE_MS; at <= ms; at += PIECE_MS) {
    const verdict = bargeIn.hear({ pcm: new ArrayBuffer(0), ...kind });
    if (verdict) found.push(`${verdict} at ${at}`);
    if (verdict === "drop") bargeIn.playing(false);
  }
  return found;
}

/** @param {object} [detection] */
function tuned(detection) {
  return bargeIn.follow({ type: "session.updated", session: { audio: { input: { turn_detection: detection } } } });
}

describe("the own microphone", () => {
  test("speech pauses at once, and is speech after a quarter of a second", () => {
    assert.deepEqual(hear(VOICE, 600), ["pause at 80", "drop at 280"]);
  });

  test("a cough is over, and the answer goes on after the pause before a reply", () => {
    tuned({ type: "server_vad", silence_duration_ms: 400, threshold: 0.5 });
    assert.deepEqual(hear(VOICE, 120), ["pause at 80"]);
    assert.deepEqual(hear(QUIET, 1_000), ["resume at 400"]);
    assert.deepEqual(hear(QUIET, 1_000), []);
  });

  test("a hiss is nothing, however loud", () => assert.deepEqual(hear(HISS, 2_000), []));

  test("while nothing is played nothing is decided", () => {
    bargeIn.playing(false);
    assert.deepEqual(hear(VOICE, 1_000), []);
  });

  test("how sensitive it is, is the person's choice", () => {
    tuned({ threshold: 0.7 });
    assert.deepEqual(hear(SOFT, 600), []);
    tuned({ threshold: 0.3 });
    assert.deepEqual(hear(SOFT, 600), ["pause at 80", "drop at 280"]);
  });
});

describe("the provider's ear", () => {
  const started = { type: "input_audio_buffer.speech_started", item_id: "u" };

  test("speech that only the provider hears pauses as well, and a turn of it is meant", () => {
    assert.equal(bargeIn.follow(started), "pause");
    assert.equal(bargeIn.follow({ type: "input_audio_buffer.committed", item_id: "u" }), "drop");
  });

  test("words are meant, however few; no words are none", () => {
    bargeIn.follow(started);
    const words = "conversation.item.input_audio_transcription.delta";
    assert.equal(bargeIn.follow({ type: words, item_id: "u", delta: " " }), null);
    assert.equal(bargeIn.follow({ type: words, item_id: "u", delta: "No" }), "drop");
  });

  test("the words of the question come late, and interrupt no answer", () => {
    bargeIn.playing(false);
    bargeIn.follow(started);
    bargeIn.playing(true);
    const type = "conversation.item.input_audio_transcription.completed";
    assert.equal(bargeIn.follow({ type, item_id: "u", transcript: "What time is it?" }), null);
  });

  test("an answer that was cancelled is not heard to its end", () => {
    assert.equal(bargeIn.follow({ type: "response.done", response: { id: "r", status: "completed" } }), null);
    assert.equal(bargeIn.follow({ type: "response.done", response: { id: "r", status: "cancelled" } }), "drop");
  });

  test("it does not go on while the provider hears somebody", () => {
    bargeIn.follow(started);
    assert.deepEqual([...hear(VOICE, 120), ...hear(QUIET, 1_000)], []);
  });
});
