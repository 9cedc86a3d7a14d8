import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { TabSocket } from "../../../static/js/tab/socket.js";
import { installPage } from "../fakes/page.js";
import { FakeWebSocket, installSocket } from "../fakes/socket.js";

/** @type {TabSocket} */ let socket;
/** @type {any[]} */ let told;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  installPage();
  installSocket();
  told = [];
  socket = new TabSocket({ url: "ws://parley.test/ws/", user: "alice" });
  for (const type of ["open", "closed", "state", "changes"]) socket.on(type, (detail) => told.push([type, detail]));
  socket.connect();
});

afterEach(() => {
  socket.close();
  mock.timers.reset();
});

/** @param {number} tries */
function waitFor(tries) {
  for (let seconds = 0; seconds < 40 && FakeWebSocket.made.length < tries; seconds += 1) mock.timers.tick(1_000);
  assert.equal(FakeWebSocket.made.length, tries);
}

test("nothing is sent before the server's hello", () => {
  FakeWebSocket.last.readyState = 1;
  assert.equal(socket.send({ type: "watch" }), false);
  FakeWebSocket.last.greet();
  assert.equal(socket.send({ type: "watch" }), true);
});

test("a server that greets somebody else gets nothing and is not asked again", () => {
  FakeWebSocket.last.greet("bob");
  mock.timers.tick(60_000);
  assert.deepEqual([FakeWebSocket.made.length, FakeWebSocket.last.sent], [1, []]);
  assert.equal(told.find(([type]) => type === "closed")[1].willRetry, false);
});

test("each frame of the server is an event of its type", () => {
  FakeWebSocket.last.greet();
  FakeWebSocket.last.say({ type: "changes", revision: 7 });
  assert.deepEqual(told.at(-1), ["changes", { type: "changes", revision: 7 }]);
});

test("it comes back by itself, and says again which session it holds", () => {
  FakeWebSocket.last.greet();
  socket.hold("s1");
  FakeWebSocket.last.drop();
  waitFor(2);
  FakeWebSocket.last.greet();
  assert.deepEqual(FakeWebSocket.last.sent, [{ type: "hold", session: "s1" }]);
});

test("it beats every ten seconds, and gives a silent socket up after two beats", () => {
  FakeWebSocket.last.greet();
  const first = FakeWebSocket.last;
  mock.timers.tick(20_000);
  assert.deepEqual(first.sent, Array(2).fill({ type: "beat", session: null }));
  mock.timers.tick(10_000);
  assert.equal(first.readyState, 3);
  waitFor(2);
});

test("an answered beat keeps it open", () => {
  FakeWebSocket.last.greet();
  for (let beats = 0; beats < 6; beats += 1) {
    mock.timers.tick(10_000);
    FakeWebSocket.last.say({ type: "beat" });
  }
  assert.equal(FakeWebSocket.made.length, 1);
});

test("logged out is final", () => {
  FakeWebSocket.last.greet();
  FakeWebSocket.last.drop(4401);
  mock.timers.tick(120_000);
  assert.equal(FakeWebSocket.made.length, 1);
  assert.deepEqual(told.at(-1), ["closed", { willRetry: false, code: 4401 }]);
});

test("a tab that had to make room rests until it is asked to come back", () => {
  FakeWebSocket.last.greet();
  FakeWebSocket.last.drop(4429);
  mock.timers.tick(120_000);
  assert.deepEqual([FakeWebSocket.made.length, told.at(-1)], [1, ["closed", { willRetry: false, code: 4429 }]]);
  socket.connect();
  assert.equal(FakeWebSocket.made.length, 2);
});

test("it counts the handshakes that come to nothing, until one succeeds", () => {
  FakeWebSocket.last.drop();
  waitFor(2);
  FakeWebSocket.last.drop();
  waitFor(3);
  FakeWebSocket.last.greet();
  FakeWebSocket.last.drop();
  const counts = told.filter(([type]) => type === "closed").map(([, { unopened }]) => unopened);
  assert.deepEqual(counts, [1, 2, 0]);
});

test("it says which protocol the page speaks", () => {
  assert.equal(FakeWebSocket.last.url, "ws://parley.test/ws/?protocol=1");
});

test("a server that was renewed gets nothing and is not asked again: only a reload helps", () => {
  for (const renewed of [() => FakeWebSocket.last.drop(4426), () => FakeWebSocket.last.greet("alice", 2)]) {
    const tries = FakeWebSocket.made.length;
    renewed();
    mock.timers.tick(120_000);
    assert.deepEqual([FakeWebSocket.made.length, FakeWebSocket.last.sent], [tries, []]);
    assert.deepEqual(told.at(-1), ["closed", { willRetry: false, code: 4426 }]);
    socket.connect();
  }
});

test("after a restart it comes back within a second", () => {
  FakeWebSocket.last.greet();
  FakeWebSocket.last.drop(1012);
  mock.timers.tick(1_000);
  assert.equal(FakeWebSocket.made.length, 2);
});

test("every other closing is tried again", () => {
  for (const [tries, code] of [1006, 1012, 1013, 4408].entries()) {
    FakeWebSocket.last.drop(code);
    waitFor(tries + 2);
  }
});

test("waits grow while it fails and start anew after a stable minute", () => {
  const half = mock.method(Math, "random", () => 0.999);
  for (let tries = 1; tries < 5; tries += 1) {
    FakeWebSocket.last.drop();
    waitFor(tries + 1);
  }
  FakeWebSocket.last.greet();
  for (let beats = 0; beats < 7; beats += 1) {
    mock.timers.tick(10_000);
    FakeWebSocket.last.say({ type: "beat" });
  }
  FakeWebSocket.last.drop();
  mock.timers.tick(500);
  assert.equal(FakeWebSocket.made.length, 6);
  half.mock.restore();
});

test("it tells when it went and when it came", () => {
  FakeWebSocket.last.greet();
  FakeWebSocket.last.drop();
  const states = told.filter(([type]) => type === "state").map(([, { online }]) => online);
  assert.deepEqual(states, [true, false]);
});

test("a page that is looked at again finds a dead socket at once, and keeps one that answers", () => {
  FakeWebSocket.last.greet();
  socket.look();
  FakeWebSocket.last.say({ type: "beat" });
  mock.timers.tick(3_000);
  assert.equal(FakeWebSocket.last.readyState, 1);
  socket.look();
  mock.timers.tick(3_000);
  assert.equal(FakeWebSocket.last.readyState, 3);
});

test("a page that is looked at again waits no longer to come back", () => {
  FakeWebSocket.last.greet();
  FakeWebSocket.last.drop(1013);
  socket.look();
  assert.equal(FakeWebSocket.made.length, 2);
});

test("a page that is kept for Back rests, and connects when it is shown", () => {
  FakeWebSocket.last.greet();
  socket.rest();
  mock.timers.tick(120_000);
  assert.deepEqual([FakeWebSocket.made.length, told.at(-1)[1].online], [1, false]);
  socket.connect();
  FakeWebSocket.last.greet();
  assert.deepEqual(told.at(-1)[0], "open");
});

test("in the background, where timers run once a minute, an answered beat keeps it open", () => {
  const often = globalThis.setInterval;
  const seldom = (/** @type {() => void} */ act, /** @type {number} */ ms) => often(act, Math.max(ms, 60_000));
  mock.method(globalThis, "setInterval", seldom);
  FakeWebSocket.last.greet();
  for (let minutes = 0; minutes < 5; minutes += 1) {
    mock.timers.tick(60_000);
    FakeWebSocket.last.say({ type: "beat" });
  }
  assert.deepEqual([FakeWebSocket.made.length, FakeWebSocket.last.readyState], [1, 1]);
  mock.restoreAll();
});
