import assert from "node:assert/strict";
import { test } from "node:test";

import { COMMITS, Scene } from "../fakes/dictation.js";

const PIECE = 1_920;
const WORDS = "conversation.item.input_audio_transcription";

test("what is said is sent while it is said, and committed at its end", () => {
  const scene = new Scene();
  scene.speak();
  assert.deepEqual(scene.sent, ["sound 1", "sound 1", "sound 1", "commit"]);
  scene.commit("a");
  scene.complete("a", "hello");
  assert.deepEqual(scene.settled, ["hello"]);
  assert.ok(!scene.all.isWaiting);
});

test("words are settled in the order in which they were said, not as they arrive", () => {
  const scene = new Scene();
  scene.speak();
  scene.speak();
  scene.commit("a");
  scene.commit("b");
  scene.complete("b", "second");
  assert.deepEqual(scene.settled, []);
  assert.deepEqual([...scene.texts.values()], ["second"]);
  scene.complete("a", "first");
  scene.complete("a", "first again");
  assert.deepEqual(scene.settled, ["first", "second"]);
});

test("words that come before the commit belong to what is being said, under whatever id", () => {
  const scene = new Scene();
  scene.speak(2, false);
  scene.hear(`${WORDS}.delta`, { item_id: "early", delta: "hel" });
  scene.all.hearStep({ step: "end", isSpeech: true, voiceMs: 200 });
  scene.commit("late");
  scene.complete("late", "hello");
  assert.deepEqual(scene.settled, ["hello"]);
  assert.equal(scene.texts.size, 1);
});

test("early words of the next one do not take the place of the one before", () => {
  const scene = new Scene();
  scene.speak();
  scene.commit("a");
  scene.speak(2, false);
  scene.hear(`${WORDS}.delta`, { item_id: "b", delta: "sec" });
  scene.all.hearStep({ step: "end", isSpeech: true, voiceMs: 200 });
  scene.commit("b");
  scene.complete("a", "first");
  scene.complete("b", "second");
  assert.deepEqual(scene.settled, ["first", "second"]);
});

test("over a fresh connection what is not written is said again, and what is written is not", () => {
  const scene = new Scene();
  scene.speak(1);
  scene.speak(2);
  scene.commit("a");
  scene.complete("a", "first");
  scene.all.disconnected();
  scene.speak(3);
  scene.sent = [];
  scene.all.connected(COMMITS);
  assert.deepEqual(scene.sent, ["sound 1", "sound 1", "commit", "sound 1", "sound 1", "sound 1", "commit"]);
  for (const [id, text] of [["x", "second"], ["y", "third"]]) {
    scene.commit(id);
    scene.complete(id, text);
  }
  assert.deepEqual(scene.settled, ["first", "second", "third"]);
});

test("a connection that breaks off in mid-utterance loses nothing of it", () => {
  const scene = new Scene();
  scene.speak(2, false);
  scene.hear(`${WORDS}.delta`, { item_id: "a", delta: "hel" });
  scene.all.disconnected();
  scene.all.hearStep({ step: "sound", sounds: [{ pcm: new ArrayBuffer(PIECE), loudness: 0.1, crossings: 0 }] });
  scene.sent = [];
  scene.all.connected(COMMITS);
  scene.all.hearStep({ step: "end", isSpeech: true, voiceMs: 200 });
  assert.deepEqual(scene.sent, ["sound 1", "sound 1", "sound 1", "commit"]);
  scene.commit("b");
  scene.complete("b", "hello");
  assert.deepEqual([scene.settled, scene.texts.size], [["hello"], 1]);
});
