import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";

import { SocketTransport } from "../../../../static/js/call/transports/socket.js";
import { FakeWebSocket } from "../../fakes/socket.js";
import { rest, until } from "../../fakes/wait.js";
import { FakeNode, installWorklets, latency } from "../../fakes/worklets.js";
import { openBorders } from "../../fakes/world.js";

const VOICE = { loudness: 0.1, crossings: 0.05 };
const QUIET = { loudness: 0.0005, crossings: 0.1 };

/** @type {SocketTransport} */ let transport;
/** @type {Record<string, any[]>} */ let told;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  openBorders();
  installWorklets();
  transport = new SocketTransport("/ws/voice/c1/?session=s1");
  told = {};
  for (const type of ["event", "track", "away", "back", "lost"]) {
    told[type] = [];
    transport.on(type, (detail) => told[type].push(detail));
  }
});

afterEach(() => {
  transport.close();
  mock.timers.reset();
});

const socket = () => FakeWebSocket.last;
const player = () => FakeNode.made.playout;
/** @param {string} type */
const heard = (type) => told.event.filter((event) => event.type === type).length;
const sent = () => socket().sent.filter(({ type }) => type !== "parley.beat");

function begin() {
  const opened = transport.open({ track: null, signal: new AbortController().signal });
  opened.catch(() => {});
  return until(() => FakeWebSocket.made.length).then(() => (socket().readyState = 1, opened));
}

async function open() {
  const opened = begin();
  await until(() => FakeWebSocket.made.length);
  await rest();
  socket().say({ type: "parley.ready" });
  await opened;
}

/** @param {typeof VOICE} kind @param {number} ms */
function microphone(kind, ms) {
  for (let at = 0; at < ms; at += 40) FakeNode.made.pcm16.say({ pcm: new ArrayBuffer(1_920), ...kind });
}

/** @param {number} ms */
function pass(ms) {
  for (let at = 0; at < ms; at += 500) mock.timers.tick(500);
}

/** An answer of which so much was put out. @param {number} ms */
function playing(ms) {
  socket().say({ type: "response.created", response: { id: "r" } });
  socket().say({ type: "parley.audio", item_id: "a", content_index: 0 });
  socket().sound(new ArrayBuffer(1_920));
  player().say({ is: "begun", item: "a", ms: 0 });
  player().say({ is: "at", item: "a", ms });
}

describe("opening", () => {
  test("there is a stream to play before anything can be said, and the microphone is kept back until it is ready", async () => {
    const opened = begin();
    await until(() => FakeWebSocket.made.length);
    await rest();
    assert.equal(told.track.length, 1);
    microphone(QUIET, 80);
    assert.equal(socket().sounds.length, 0);
    socket().say({ type: "parley.ready" });
    await opened;
    microphone(QUIET, 80);
    assert.deepEqual(socket().sounds.map(({ byteLength }) => byteLength), [1_920, 1_920]);
  });

  test("a refusal of Parley's says itself, the provider's is one of our sentences", async () => {
    const own = { code: "calls_stopped", message: "Calls are stopped.", retry: false };
    const foreign = { type: "invalid_request_error", code: "insufficient_quota", message: "internal words" };
    for (const [error, code] of [[own, "calls_stopped"], [foreign, "no_quota"]]) {
      transport = new SocketTransport("/ws/voice/");
      FakeWebSocket.made = [];
      const opened = begin();
      await until(() => FakeWebSocket.made.length);
      await rest();
      socket().say({ type: "error", error });
      socket().drop(1008);
      await assert.rejects(opened, { name: "Problem", code });
    }
  });

  test("a server that never gets ready is given up", async () => {
    const opened = begin();
    await until(() => FakeWebSocket.made.length);
    await rest();
    mock.timers.tick(15_000);
    await assert.rejects(opened, { code: "provider_unreachable", retry: true });
  });
});

describe("an answer", () => {
  beforeEach(open);

  test("is played, and the states are those of WebRTC", () => {
    playing(100);
    assert.equal(player().told("add")[0].item, "a");
    assert.equal(heard("output_audio_buffer.started"), 1);
    socket().say({ type: "parley.audio_done", item_id: "a", content_index: 0 });
    assert.equal(player().told("finish")[0].item, "a");
    player().say({ is: "over", item: "a", ms: 400 });
    assert.equal(heard("output_audio_buffer.stopped"), 1);
  });

  test("how far it is played is reported, every 200 ms and at its end", () => {
    playing(100);
    for (const ms of [200, 300, 400]) player().say({ is: "at", item: "a", ms });
    player().say({ is: "over", item: "a", ms: 450 });
    assert.deepEqual(sent().map(({ ms }) => ms), [200, 400, 450]);
  });

  test("events of the provider are passed on as they are, our own are not", () => {
    const event = { type: "response.output_audio_transcript.delta", item_id: "a", delta: "It" };
    socket().say(event);
    socket().say({ type: "parley.over", reason: "ended" });
    assert.deepEqual(told.event, [event]);
  });
});

describe("somebody speaks", () => {
  beforeEach(async () => {
    await open();
    microphone(QUIET, 1_000);
    playing(700);
  });

  test("it pauses at once, and is cut off at the last sample that was heard", () => {
    microphone(VOICE, 80);
    assert.equal(player().told("pause").length, 1);
    player().say({ is: "at", item: "a", ms: 720 });
    microphone(VOICE, 240);
    const [, , truncate] = sent().slice(-4);
    assert.deepEqual(sent().slice(-4).map(({ type }) => type),
      ["response.cancel", "parley.played", "conversation.item.truncate", "output_audio_buffer.clear"]);
    assert.deepEqual([truncate.item_id, truncate.content_index, truncate.audio_end_ms], ["a", 0, 720]);
    assert.deepEqual([heard("output_audio_buffer.cleared"), player().told("clear").length], [1, 1]);
  });

  test("it goes on after a cough", () => {
    microphone(VOICE, 120);
    microphone(QUIET, 1_000);
    assert.deepEqual([player().told("pause").length, player().told("resume").length, player().told("clear").length], [1, 1, 0]);
  });

  test("what the provider cancelled is cut off without another word to it", () => {
    socket().say({ type: "response.done", response: { id: "r", status: "cancelled" } });
    assert.deepEqual(sent().slice(-3).map(({ type }) => type),
      ["parley.played", "conversation.item.truncate", "output_audio_buffer.clear"]);
  });

  test("what of it is still on its way is not played", () => {
    transport.send({ type: "output_audio_buffer.clear" });
    socket().sound(new ArrayBuffer(1_920));
    assert.equal(player().told("add").length, 1);
  });

  test("an item of which nothing was heard is cut off at its beginning", () => {
    socket().say({ type: "parley.audio", item_id: "b", content_index: 1 });
    socket().sound(new ArrayBuffer(1_920));
    transport.send({ type: "output_audio_buffer.clear" });
    const cut = sent().filter(({ type }) => type === "conversation.item.truncate");
    assert.deepEqual(cut.map(({ item_id, content_index, audio_end_ms }) => [item_id, content_index, audio_end_ms]),
      [["a", 0, 700], ["b", 1, 0]]);
  });

  test("what is out but not at the ear yet was not heard", () => {
    latency.s = 0.05;
    player().say({ is: "at", item: "a", ms: 900 });
    transport.send({ type: "output_audio_buffer.clear" });
    const [cut] = sent().filter(({ type }) => type === "conversation.item.truncate");
    assert.equal(cut.audio_end_ms, 850);
  });
});

describe("the line", () => {
  beforeEach(open);

  test("a socket that closes is lost, once", () => {
    socket().drop(1012);
    socket().drop(1012);
    assert.equal(told.lost.length, 1);
  });

  test("a server that does not answer is away, and back when it does", () => {
    pass(8_000);
    assert.deepEqual([told.away.length, told.back.length, told.lost.length], [1, 0, 0]);
    socket().say({ type: "parley.beat" });
    assert.deepEqual([told.back.length, told.lost.length], [1, 0]);
  });

  test("one that does not answer for long is lost", () => {
    pass(20_000);
    assert.equal(told.lost.length, 1);
  });

  test("a line that takes nothing is not fed with old sound", () => {
    socket().bufferedAmount = 200_000;
    microphone(QUIET, 400);
    assert.equal(socket().sounds.length, 0);
  });

  test("after closing nothing is heard or sent any more, and closing is no loss", () => {
    transport.close();
    socket().say({ type: "response.created", response: { id: "r" } });
    socket().drop(1006);
    assert.deepEqual([told.event, told.lost], [[], []]);
  });
});
