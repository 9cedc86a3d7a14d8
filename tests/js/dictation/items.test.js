import assert from "node:assert/strict";
import { test } from "node:test";

import { COMMITS, Scene, TURNS } from "../fakes/dictation.js";

const WORDS = "conversation.item.input_audio_transcription";

test("where the provider finds turns, two of them in one breath stay in order", () => {
  const scene = new Scene(TURNS);
  scene.speak(100, false);
  scene.turn("a", 0, 1_000);
  scene.turn("b", 1_400, 3_000);
  scene.complete("b", "second");
  scene.complete("a", "first");
  assert.deepEqual(scene.settled, ["first", "second"]);
  scene.all.disconnected();
  scene.sent = [];
  scene.all.connected(TURNS);
  assert.equal(scene.sent.length, 25); // of 100 pieces of 40 ms what came after the second
});

test("a provider that waits for silence is given it at once", () => {
  const scene = new Scene(TURNS);
  scene.speak(1);
  assert.deepEqual(scene.sent, ["sound 1", "sound 15"]);
  scene.turn("a", 0, 200);
  scene.complete("a", "hi");
  assert.ok(!scene.all.isWaiting);
});

test("what the provider takes for no speech is forgotten", () => {
  const scene = new Scene(TURNS);
  scene.speak(1);
  scene.all.forgetUnheard();
  assert.deepEqual([scene.all.isWaiting, scene.dropped], [false, [1]]);
});

test("noise is taken back, not committed", () => {
  const scene = new Scene();
  scene.speak(1, false);
  scene.all.hearStep({ step: "end", isSpeech: false, voiceMs: 40 });
  assert.deepEqual(scene.sent, ["sound 1", "clear"]);
  assert.ok(!scene.all.isWaiting);
});

test("what failed keeps its sound, and Retry says it again in its place", () => {
  const scene = new Scene();
  scene.speak(2);
  scene.commit("a");
  scene.hear(`${WORDS}.failed`, { item_id: "a", error: { code: "x" } });
  assert.deepEqual([scene.failed, scene.all.isWaiting], [[1], false]);
  scene.sent = [];
  scene.all.retry(1);
  assert.deepEqual(scene.sent, ["sound 1", "sound 1", "commit"]);
  scene.commit("b");
  scene.complete("b", "at last");
  assert.equal(scene.texts.get(1), "at last");
});

test("with no connection left everything that is not written can be tried again", () => {
  const scene = new Scene();
  scene.speak();
  scene.speak();
  scene.all.disconnected();
  scene.all.giveUp();
  assert.deepEqual(scene.failed, [1, 2]);
  scene.all.discard(1);
  scene.all.retry(2);
  scene.sent = [];
  scene.all.connected(COMMITS);
  assert.equal(scene.sent.at(-1), "commit");
});

test("a commit that was refused as empty holds nothing up", () => {
  const scene = new Scene();
  scene.speak();
  scene.speak();
  scene.hear("error", { error: { code: "input_audio_buffer_commit_empty" } });
  scene.commit("b");
  scene.complete("b", "second");
  assert.deepEqual(scene.settled, ["second"]);
});
