import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { SessionFrames } from "../../../static/js/call/session-frames.js";
import { TabSocket } from "../../../static/js/tab/socket.js";
import { installPage } from "../fakes/page.js";
import { FakeWebSocket, installSocket } from "../fakes/socket.js";

const DELIVER = { type: "deliver", session: "s1", items: [{ id: "a" }], respond: true };

/** @type {TabSocket} */ let socket;
/** @type {SessionFrames} */ let frames;
/** @type {AbortController} */ let closed;
/** @type {any[]} */ let told;

beforeEach(() => {
  installPage();
  installSocket();
  socket = new TabSocket({ url: "ws://parley.test/ws/", user: "alice" });
  socket.connect();
  FakeWebSocket.last.greet();
  closed = new AbortController();
  frames = new SessionFrames(socket, "s1", closed.signal);
  told = [];
  for (const type of ["deliver", "attached", "refused"]) frames.on(type, (detail) => told.push([type, detail]));
});

afterEach(() => socket.close());

/** @param {string} state @param {string} [session] */
function sideband(state, session = "s1") {
  FakeWebSocket.last.say({ type: "sideband", session, state });
}

function refuse(code = "not_attached", session = "s1") {
  FakeWebSocket.last.say({ type: "error", code, message: "No.", session });
}

test("the tab holds the session", () => {
  assert.deepEqual(FakeWebSocket.last.sent, [{ type: "hold", session: "s1" }]);
});

test("what the server says to the session is told", () => {
  FakeWebSocket.last.say(DELIVER);
  sideband("attached");
  refuse();
  sideband("lost");
  assert.deepEqual(told, [["deliver", DELIVER], ["attached", true], ["refused", null], ["attached", false]]);
});

test("what another session is told, or any other refusal, is nothing to it", () => {
  FakeWebSocket.last.say({ ...DELIVER, session: "s2" });
  sideband("attached", "s2");
  refuse("not_attached", "s2");
  refuse("not_saved");
  assert.deepEqual(told, []);
});

test("a server that is away does not hear the call", () => {
  FakeWebSocket.last.drop();
  assert.deepEqual(told, [["attached", false]]);
});

test("each frame names the session", () => {
  FakeWebSocket.last.sent = [];
  frames.respond("a", false);
  frames.respond(null, true);
  frames.partial({ item_id: "b", role: "user", content: "Tea" });
  assert.deepEqual(FakeWebSocket.last.sent, [
    { type: "respond", session: "s1", item_id: "a" },
    { type: "respond", session: "s1", item_id: null, quietly: true },
    { type: "partial", session: "s1", item_id: "b", role: "user", content: "Tea" },
  ]);
});

test("a request that cannot be sent is known to be none", () => {
  assert.equal(frames.respond("a", false), true);
  FakeWebSocket.last.drop();
  assert.equal(frames.respond("a", false), false);
});

test("a session that is closed hears nothing more, but can still say goodbye", () => {
  closed.abort();
  FakeWebSocket.last.say(DELIVER);
  frames.goodbye();
  assert.deepEqual([told, FakeWebSocket.last.frames("goodbye")], [[], [{ type: "goodbye", session: "s1" }]]);
});
