import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { exchangeFor } from "../../../../static/js/call/transports/offers.js";
import { WebRtcTransport } from "../../../../static/js/call/transports/webrtc.js";
import { FakePeer } from "../../fakes/peer.js";
import { rest } from "../../fakes/wait.js";
import { grant, openBorders } from "../../fakes/world.js";

/** @type {ReturnType<typeof openBorders>} */ let world;
/** @type {WebRtcTransport} */ let transport;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  world = openBorders();
  world.server.answer(/calls$/, () => ({ status: 201, body: "v=0 answer" }));
  transport = new WebRtcTransport({ microphone: true });
});

afterEach(() => {
  transport.close();
  mock.timers.reset();
});

/** @param {AbortSignal} [signal] */
function open(signal = new AbortController().signal) {
  const track = /** @type {any} */ (world.microphone.stream.tracks[0]);
  return transport.open({ exchange: exchangeFor(grant(1)), track, signal });
}

test("one audio line and the channel are there before the offer is made", async () => {
  await open();
  assert.deepEqual(FakePeer.last.steps, ["audio", "channel", "offer", "answer v=0 answer"]);
  assert.equal(FakePeer.last.channel.label, "oai-events");
  assert.equal(FakePeer.last.audio[0].track, world.microphone.stream.tracks[0]);
});

test("the offer is posted raw, with the token", async () => {
  await open();
  const [posted] = world.server.asked;
  assert.deepEqual([posted.body, posted.headers["Content-Type"]], ["v=0 offer", "application/sdp"]);
  assert.equal(posted.headers.Authorization, "Bearer ek_secret");
});

test("a refusal is read before anything is done with it", async () => {
  const refusals = { invalid_api_key: "bad_key", insufficient_quota: "no_quota", model_not_found: "unknown_model" };
  for (const [code, ours] of Object.entries(refusals)) {
    world.server.answer(/calls$/, () => ({ status: 400, body: { error: { code, message: "internal words" } } }));
    await assert.rejects(open(), { name: "Problem", code: ours, retry: false });
  }
  assert.deepEqual(FakePeer.last.steps, ["audio", "channel", "offer"]);
});

test("a refusal without JSON goes by its status", async () => {
  for (const [status, code] of /** @type {[number, string][]} */ ([[403, "no_model_access"], [503, "provider_refused"]])) {
    world.server.answer(/calls$/, () => ({ status, body: "<html>" }));
    await assert.rejects(open(), { code });
  }
});

test("a provider that cannot be reached can be tried again", async () => {
  world.server.answer(/calls$/, () => { throw new TypeError("Failed to fetch"); });
  await assert.rejects(open(), { code: "provider_unreachable", retry: true });
});

test("a channel that never opens is given up", async () => {
  FakePeer.last.open = () => {};
  const opened = open();
  opened.catch(() => {});
  await rest();
  mock.timers.tick(15_000);
  await assert.rejects(opened, { code: "provider_unreachable" });
});

test("after closing nothing is heard any more, and closing is not a loss", async () => {
  await open();
  /** @type {unknown[]} */ const heard = [];
  for (const type of ["event", "lost"]) transport.on(type, (detail) => heard.push(detail));
  transport.close();
  FakePeer.last.say({ type: "session.updated" });
  FakePeer.last.become("closed");
  assert.deepEqual(heard, []);
});
