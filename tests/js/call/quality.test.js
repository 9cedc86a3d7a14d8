import assert from "node:assert/strict";
import { test } from "node:test";

import { Quality, figuresOf, judged } from "../../../static/js/call/quality.js";
import { Situation } from "../../../static/js/call/situation.js";
import { Emitter } from "../../../static/js/lib/emitter.js";

const PAIR = { type: "candidate-pair", nominated: true, state: "succeeded", currentRoundTripTime: 0.042 };
const INBOUND = { type: "inbound-rtp", kind: "audio", packetsReceived: 980, packetsLost: 20 };
const LOOK_MS = 3_000;

/** @param {import("node:test").TestContext} context @param {Record<string, any>[]} [reports] one for each look; none: no WebRTC */
function calling({ mock }, reports) {
  mock.timers.enable({ apis: ["setInterval"] });
  const [call, line, socket] = [new Situation(), /** @type {any} */ (new Emitter()), /** @type {any} */ (new Emitter())];
  const next = () => Promise.resolve(new Map(Object.entries(reports?.shift() ?? {})));
  line.session = { stats: () => (reports ? next() : undefined) };
  new Quality(call, line, socket);
  call.change({ phase: "live" });
  const look = async () => {
    mock.timers.tick(LOOK_MS);
    await new Promise((done) => setImmediate(done));
    return call.facts.quality;
  };
  return { call, line, socket, look };
}

test("a short round trip without loss is good, a long one or much loss is poor", () => {
  assert.equal(judged({ roundTripMs: 40, lost: 0 }), "good");
  assert.equal(judged({ roundTripMs: 450, lost: 0 }), "fair");
  assert.equal(judged({ roundTripMs: 40, lost: 0.05 }), "fair");
  assert.equal(judged({ roundTripMs: 900, lost: 0 }), "poor");
  assert.equal(judged({ roundTripMs: 40, lost: 0.2 }), "poor");
});

test("the figures are those of the pair that is used and of the sound that comes in", () => {
  const other = { ...PAIR, nominated: false, currentRoundTripTime: 3 };
  assert.deepEqual(figuresOf([other, PAIR, INBOUND]), { roundTripMs: 42, packets: { received: 980, lost: 20 } });
  assert.equal(figuresOf([INBOUND]).roundTripMs, 0);
});

test("what was lost long ago does not count", async (context) => {
  const later = { ...INBOUND, packetsReceived: 1_130 };
  const { look } = calling(context, [{ PAIR, INBOUND: { ...INBOUND, packetsLost: 200 } }, { PAIR, later: { ...later, packetsLost: 200 } }]);
  assert.equal(await look(), "poor");
  assert.equal(await look(), "good");
});

test("without WebRTC it is the round trip to Parley", async (context) => {
  const { look, socket } = calling(context);
  assert.equal(await look(), null);
  socket.emit("sent", { type: "beat" });
  socket.emit("heard", { type: "beat" });
  assert.equal(await look(), "good");
});

test("of a call that is over nothing is known", async (context) => {
  const { look, call } = calling(context, [{ PAIR, INBOUND: { ...INBOUND, packetsLost: 0 } }]);
  assert.equal(await look(), "good");
  call.change({ phase: "ended" });
  assert.equal(call.facts.quality, null);
});
