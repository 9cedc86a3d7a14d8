import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Emitter } from "../../../static/js/lib/emitter.js";
import { Reader } from "../../../static/js/reading/reader.js";
import { installHttp } from "../fakes/http.js";
import { installPage } from "../fakes/page.js";
import { until } from "../fakes/wait.js";

const WHICH = { conversation: "c", message: "m" };

/** Plays what it is given when the test says so. */
class FakeVoice extends Emitter {
  /** @type {string[]} */ heard = [];
  stopped = 0;
  end = () => {};

  /** @param {Blob | string} what */
  async play(what) {
    this.heard.push(typeof what === "string" ? what : await what.text());
    await new Promise((end) => (this.end = () => end(undefined)));
  }

  stop() {
    this.stopped += 1;
    this.end();
  }
}

/** @type {import("../fakes/http.js").FakeServer} */ let server;
/** @type {FakeVoice} */ let voice;
/** @type {FakeVoice} */ let browser;
/** @type {Reader} */ let reader;
/** @type {string[]} */ let there;
let isWhole = true;

/** @param {{sentence: number, kind: string}} body */
function answer({ sentence, kind }) {
  const of = isWhole ? there.length : null;
  const place = { of, begins: sentence / there.length, ends: (sentence + 1) / there.length };
  const headers = { "Parley-Speech": JSON.stringify(place) };
  if (sentence >= there.length) return { status: 204, headers };
  return { headers, body: kind === "text" ? { text: there[sentence] } : there[sentence] };
}

beforeEach(() => {
  installPage();
  server = installHttp();
  [there, isWhole] = [["One.", "Two."], true];
  server.answer(/speech/, ({ body }) => answer(body));
  [voice, browser] = [new FakeVoice(), new FakeVoice()];
  Object.assign(globalThis, { speechSynthesis: {} });
  reader = new Reader(() => 1, { readOut: /** @type {any} */ (voice), browser: /** @type {any} */ (browser) });
});

const asked = () => server.asked.map(({ body }) => body.sentence);

test("the next sentence is fetched while one is heard, and none is asked for past the end", async () => {
  reader.play(WHICH);
  await until(() => voice.heard.length === 1 && asked().length === 2);
  voice.end();
  await until(() => voice.heard.length === 2);
  voice.end();
  await until(() => reader.facts === null);
  assert.deepEqual(voice.heard, ["One.", "Two."]);
  assert.deepEqual(asked(), [0, 1, 2].slice(0, asked().length));
});

test("an answer is read while it grows, and waits for more of it", async () => {
  [there, isWhole] = [["One."], false];
  reader.play(WHICH);
  await until(() => voice.heard.length === 1);
  voice.end();
  await until(() => asked().filter((sentence) => sentence === 1).length >= 1);
  there.push("Two.");
  reader.grown("m");
  await until(() => voice.heard.length === 2);
  isWhole = true;
  voice.end();
  reader.grown("m");
  await until(() => reader.facts === null);
});

test("stopped it is silent at once, and what is asked for after that is not heard", async () => {
  reader.play(WHICH);
  await until(() => voice.heard.length === 1);
  reader.stop();
  assert.equal(reader.facts, null);
  assert.equal(voice.stopped > 0, true);
  await until(() => true);
  assert.deepEqual(voice.heard, ["One."]);
});

test("another answer waits for its turn, or takes it", async () => {
  there = ["One."];
  reader.add(WHICH);
  reader.add({ conversation: "c", message: "other" });
  await until(() => voice.heard.length === 1);
  voice.end();
  await until(() => reader.facts?.message === "other");
  reader.play(WHICH);
  await until(() => reader.facts?.message === "m");
  reader.stop();
});

test("what was heard once is not asked for again", async () => {
  there = ["One."];
  for (const times of [1, 2]) {
    reader.play(WHICH);
    await until(() => voice.heard.length === times);
    voice.end();
    await until(() => reader.facts === null);
  }
  assert.equal(asked().filter((sentence) => sentence === 0).length, 1);
});

test("where the provider has no voice the browser reads from there on, and it is told once", async () => {
  let told = 0;
  reader.on("browser", () => (told += 1));
  const refused = { status: 502, body: { error: { code: "no_speech", message: "No." } } };
  server.answer(/speech/, ({ body }) => (body.kind === "sound" ? refused : answer(body)));
  reader.play(WHICH);
  await until(() => browser.heard.length === 1);
  browser.end();
  await until(() => browser.heard.length === 2);
  browser.end();
  await until(() => reader.facts === null);
  assert.deepEqual([browser.heard, voice.heard, told], [["One.", "Two."], [], 1]);
});

test("another refusal is told, and reading ends", async () => {
  /** @type {string[]} */ const told = [];
  reader.on("problem", ({ code }) => told.push(code));
  server.answer(/speech/, () => ({ status: 503, body: { error: { code: "too_fast", message: "Wait." } } }));
  reader.play(WHICH);
  await until(() => told.length === 1);
  assert.deepEqual([told, reader.facts], [["too_fast"], null]);
});
