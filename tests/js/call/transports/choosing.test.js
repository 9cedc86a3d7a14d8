import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";

import { Problem } from "../../../../static/js/lib/problem.js";
import { Choosing, FELL_BACK } from "../../../../static/js/call/transports/choosing.js";
import { define } from "../../fakes/page.js";
import { FakePeer } from "../../fakes/peer.js";
import { FakeWebSocket } from "../../fakes/socket.js";
import { rest, until } from "../../fakes/wait.js";
import { installWorklets } from "../../fakes/worklets.js";
import { TALK, closeTabs, openTab, openWorld, talk } from "../../fakes/world.js";

const BLOCKED = new Problem("provider_unreachable", "No way.", true);
const REFUSED = new Problem("no_quota", "No credit.", false);

describe("without a call", () => {
  beforeEach(() => void openWorld());
  afterEach(closeTabs);

  test("WebRTC is first, and what does not get through falls back once", () => {
    const choosing = new Choosing();
    assert.equal(choosing.way, "webrtc");
    assert.equal(choosing.fallsBack("webrtc", REFUSED), false);
    assert.equal(choosing.fallsBack("webrtc", BLOCKED), true);
    assert.equal(choosing.way, "socket");
    assert.equal(choosing.fallsBack("socket", BLOCKED), false);
  });

  test("what is fixed does not fall back", () => {
    const choosing = new Choosing();
    choosing.begin("webrtc");
    assert.deepEqual([choosing.way, choosing.fallsBack("webrtc", BLOCKED)], ["webrtc", false]);
    choosing.begin("socket");
    assert.equal(choosing.way, "socket");
  });

  test("a call that had WebRTC tries it twice: the first failure may be the network's", () => {
    const choosing = new Choosing();
    choosing.works("webrtc");
    assert.deepEqual([choosing.fallsBack("webrtc", BLOCKED), choosing.fallsBack("webrtc", BLOCKED)], [false, true]);
  });

  test("a browser without WebRTC goes by the server at once", () => {
    Reflect.deleteProperty(globalThis, "RTCPeerConnection");
    assert.equal(new Choosing().way, "socket");
  });

  test("the next call begins with WebRTC again, the same one after a reload does not", () => {
    const choosing = new Choosing();
    choosing.fallsBack("webrtc", BLOCKED);
    choosing.begin();
    assert.equal(choosing.way, "webrtc");
    choosing.begin("automatic", true);
    assert.equal(choosing.way, "socket");
  });
});

describe("a call", () => {
  /** @type {ReturnType<typeof openWorld>} */ let world;
  /** @type {string[]} */ let notes;

  beforeEach(() => {
    mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
    world = openWorld();
    installWorklets();
    relayWhatIsAskedFor(world.server);
    notes = [];
    world.call.on("note", (text) => notes.push(text));
  });
  afterEach(async () => {
    await closeTabs();
    mock.restoreAll();
    mock.timers.reset();
  });

  test("without a connection in two seconds it goes by the server, and says so in one sentence", async () => {
    const started = blocked(world);
    await until(() => FakePeer.last?.steps.includes("answer v=0 answer"));
    await rest();
    mock.timers.tick(2_000);
    await ready();
    await started;
    assert.deepEqual([world.call.facts.phase, notes], ["live", [FELL_BACK]]);
    assert.equal(FakePeer.last.connectionState, "closed");
    assert.deepEqual(world.server.to(/session-1\/end\/$/).map(({ body }) => body.reason), ["failed"]);
    assert.deepEqual(world.server.to(/\/sessions\/$/).map(({ body }) => body.transport), ["webrtc", "socket"]);
  });

  test("what has found a way through gets the time that it needs", async () => {
    const started = blocked(world);
    await until(() => FakePeer.last?.steps.includes("answer v=0 answer"));
    await rest();
    Object.assign(FakePeer.last, { iceConnectionState: "connected" });
    mock.timers.tick(4_000);
    FakePeer.last.channel.readyState = "open";
    FakePeer.last.channel.dispatchEvent(new Event("open"));
    await started;
    assert.deepEqual([world.call.facts.phase, notes, FakePeer.made.length], ["live", [], 1]);
  });

  test("a provider that the browser cannot reach is reached by the server", async () => {
    const [tab] = FakeWebSocket.made;
    world.server.answer(/\/realtime\/calls$/, () => { throw new TypeError("Failed to fetch"); });
    world.server.answer(/session-1\/end\/$/, () => {
      tab.say({ type: "session", session: "session-1", state: "ended", reason: "failed" });
      return { status: 204 };
    });
    const started = world.call.start(TALK);
    await ready();
    await started;
    assert.deepEqual([notes, world.call.facts.phase], [[FELL_BACK], "live"]);
  });

  test("fixed to the server, nothing else is tried; after a reload neither", async () => {
    define(document, "documentElement", { dataset: { transport: "socket" } });
    const started = world.call.start(TALK);
    await ready();
    await started;
    assert.deepEqual([FakePeer.made.length, notes, world.call.facts.phase], [0, [], "live"]);
  });

  test("outputs of tools are the server's to place, what was typed is the page's to tell", async () => {
    define(document, "documentElement", { dataset: { transport: "socket" } });
    const started = world.call.start(TALK);
    await ready();
    await started;
    world.call.deliver({ items: [{ id: "f".repeat(32), type: "function_call_output" }], respond: true, again: true });
    world.call.sendText({ item_id: "d".repeat(32), content: "And now?" });
    const told = FakeWebSocket.made.find(({ url }) => url.includes("/ws/voice/"))?.sent ?? [];
    assert.deepEqual(told.map(({ type, item }) => [type, item?.type]), [["conversation.item.create", "message"], ["response.create", undefined]]);
  });

  test("what fell back stays so after a reload", async () => {
    world.server.answer(/\/realtime\/calls$/, () => { throw new TypeError("Failed to fetch"); });
    const started = world.call.start(TALK);
    await ready();
    await started;
    world.page.leave();
    const saved = JSON.parse(sessionStorage.getItem("parley.call") ?? "{}");
    assert.equal(saved.bySocket, true);
    const tried = FakePeer.made.length;
    const again = openTab().call.start(saved);
    await ready();
    await again;
    assert.equal(FakePeer.made.length, tried);
  });

  test("fixed to WebRTC, a call that does not get through fails as it did", async () => {
    define(document, "documentElement", { dataset: { transport: "webrtc" } });
    world.server.answer(/\/realtime\/calls$/, () => { throw new TypeError("Failed to fetch"); });
    await world.call.start(TALK);
    assert.equal(world.call.facts.problem?.code, "provider_unreachable");
  });

  test("where WebRTC gets through nothing is said of it", async () => {
    await talk(world);
    assert.deepEqual([notes, FakeWebSocket.made.length], [[], 1]);
  });
});

/** A peer that finds no way. @param {ReturnType<typeof openWorld>} world */
function blocked(world) {
  mock.method(FakePeer.prototype, "open", () => {});
  return world.call.start(TALK);
}

async function ready() {
  const socket = await until(() => FakeWebSocket.made.find(({ url, readyState }) => url.includes("/ws/voice/") && readyState === 0));
  socket.readyState = 1;
  await rest();
  socket.say({ type: "parley.ready" });
}

/** @param {import("../../fakes/http.js").FakeServer} server */
function relayWhatIsAskedFor(server) {
  let sessions = 0;
  server.answer(/\/sessions\/$/, ({ body }) => {
    const session = `session-${(sessions += 1)}`;
    const grant = { session, calls_url: "http://provider.test/v1/realtime/calls", model: "m", voice: "marin", output: "audio", replay: [], answer_due: false };
    const token = { value: "ek_secret", expires_at: 0 };
    const way = body.transport === "socket" ? { socket: `/ws/voice/c/?session=${session}`, token: null, setup: "server" } : { token, setup: "token" };
    return { status: 201, body: { ...grant, ...way } };
  });
}
