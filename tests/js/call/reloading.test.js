import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";

import { resumableCall } from "../../../static/js/call/saved-call.js";
import { FakePeer } from "../fakes/peer.js";
import { FakeWebSocket } from "../fakes/socket.js";
import { rest, until } from "../fakes/wait.js";
import { TALK, closeTabs, openTab, openWorld, talk } from "../fakes/world.js";

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] }));
afterEach(async () => {
  await closeTabs();
  mock.timers.reset();
});

describe("what a reload needs", () => {
  test("a page that goes says so, and leaves what a reload needs", async () => {
    const world = openWorld();
    await talk(world);
    world.call.mute(true);
    world.page.leave();
    const [said] = world.server.to(/session-1\/end\/$/);
    assert.deepEqual(said.body, { reason: "left" });
    assert.equal(said.keepalive, true);
    assert.deepEqual(resumableCall("alice"), { ...TALK, muted: true, stopped: false, startedAt: world.call.startedAt, moves: "session-1", bySocket: false });
  });

  test("a page that was killed without a word has left it, too", async () => {
    const world = openWorld();
    await talk(world);
    world.call.mute(true);
    const { muted, moves } = resumableCall("alice") ?? {};
    assert.deepEqual([muted, moves], [true, "session-1"]);
  });

  test("a call that is over leaves nothing to a reload", async () => {
    const world = openWorld();
    await talk(world);
    await world.call.end();
    world.page.leave();
    assert.equal(resumableCall("alice"), null);
    assert.equal(world.server.to(/session-1\/end\/$/).length, 1);
  });
});

describe("after a reload", () => {
  test("what the first page could not send goes out from the next", async () => {
    const world = openWorld();
    await talk(world);
    FakePeer.last.say({ type: "conversation.item.deleted", item_id: "x" });
    await rest();
    world.page.leave();
    await closeTabs();
    openTab();
    await until(() => FakeWebSocket.last.frames("relay").length === 1);
    const [frame] = FakeWebSocket.last.frames("relay");
    assert.deepEqual([frame.session, frame.events[0].n], ["session-1", 1]);
  });

  test("the call goes on with a session of its own, muted and as old as before", async () => {
    mock.timers.tick(1_000);
    const world = openWorld();
    await talk(world, { muted: true });
    world.page.leave();
    const saved = resumableCall("alice");
    mock.timers.tick(5_000);
    const next = { ...world, ...openTab() };
    await talk(next, saved ?? {});
    assert.deepEqual([next.call.facts.phase, next.call.facts.muted], ["live", true]);
    assert.ok(world.call.startedAt);
    assert.equal(next.call.startedAt, world.call.startedAt);
    assert.equal(next.microphone.stream.tracks[0].enabled, false);
  });

  test("a call of long ago, or of another user, is not taken up again", async () => {
    const world = openWorld();
    await talk(world);
    world.page.leave();
    assert.equal(resumableCall("bob"), null);
    mock.timers.tick(31_000);
    assert.equal(resumableCall("alice"), null);
  });
});
