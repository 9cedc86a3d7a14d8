import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";

import { FakePeer } from "../fakes/peer.js";
import { FakeWebSocket } from "../fakes/socket.js";
import { rest, until } from "../fakes/wait.js";
import { CONVERSATION, REPLAY, TALK, closeTabs, openWorld, talk } from "../fakes/world.js";

const TYPED = { item_id: "d".repeat(32), content: "And now?" };

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] }));
afterEach(async () => {
  await closeTabs();
  mock.timers.reset();
});

async function live(options = {}) {
  const world = openWorld(options);
  await talk(world);
  return world;
}

/** @param {any[]} events */
function say(...events) {
  for (const event of events) FakePeer.last.say(event);
}

describe("while it is live", () => {
  test("who has the turn shows in the facts", async () => {
    const { call } = await live();
    say({ type: "input_audio_buffer.speech_started", item_id: "u" });
    assert.equal(call.facts.listening, true);
    say({ type: "input_audio_buffer.speech_stopped", item_id: "u" });
    assert.deepEqual([call.facts.listening, call.facts.thinking], [false, true]);
    say({ type: "output_audio_buffer.started", response_id: "r" });
    assert.deepEqual([call.facts.thinking, call.facts.speaking], [false, true]);
    say({ type: "output_audio_buffer.cleared", response_id: "r" });
    assert.equal(call.facts.speaking, false);
  });

  test("the replay's own tool calls do not look like work", async () => {
    const item = { id: "e".repeat(32), type: "function_call", name: "get_current_time" };
    const { call } = await live({ replay: [item] });
    assert.equal(call.facts.tool, null);
  });

  test("a growing text reaches the page and, ten times a second, the other devices", async () => {
    const { tell } = await live();
    for (const delta of ["It ", "is ", "four."]) say({ type: "response.output_audio_transcript.delta", item_id: "a", delta });
    assert.deepEqual(tell.partial.map(({ content }) => content), ["It ", "It is ", "It is four."]);
    assert.deepEqual(tell.partial[0], { conversation: CONVERSATION, item_id: "a", role: "assistant", content: "It ", kind: "voice" });
    mock.timers.tick(100);
    assert.deepEqual(FakeWebSocket.last.frames("partial").map(({ content }) => content), ["It ", "It is four."]);
  });

  test("muting silences the track and lasts", async () => {
    const { call, microphone } = await live();
    call.mute(true);
    await rest();
    assert.deepEqual([microphone.stream.tracks[0].enabled, call.facts.muted, call.levels().you], [false, true, 0]);
    call.mute(false);
    await until(() => microphone.stream.tracks[0].enabled);
  });

  test("a typed message is told to the provider and answered", async () => {
    const { call } = await live();
    call.sendText(TYPED);
    const [{ item }] = FakePeer.last.heard("conversation.item.create");
    assert.deepEqual([item.id, item.content[0].text], [TYPED.item_id, TYPED.content]);
    assert.equal(FakePeer.last.heard("response.create").length, 1);
  });

  test("a typed message that the replay holds already is not told twice", async () => {
    const { call } = await live({ replay: REPLAY });
    call.sendText({ item_id: REPLAY[0].id, content: "I am Alice." });
    assert.equal(FakePeer.last.heard("conversation.item.create").length, REPLAY.length);
  });

  test("interrupting cancels the answer that runs and clears what is still to be heard", async () => {
    const { call } = await live();
    say({ type: "response.created", response: { id: "r" } });
    call.interrupt();
    const sent = FakePeer.last.channel.sent.map(({ type }) => type);
    assert.deepEqual(sent, ["response.cancel", "output_audio_buffer.clear"]);
  });

  test("interrupting when no answer runs clears only", async () => {
    const { call } = await live();
    call.interrupt();
    assert.deepEqual(FakePeer.last.channel.sent.map(({ type }) => type), ["output_audio_buffer.clear"]);
  });

  test("what the server delivers is placed once, however often it comes", async () => {
    await live();
    const frame = { type: "deliver", session: "session-1", items: [{ id: "f".repeat(32), type: "function_call_output" }], respond: true };
    FakeWebSocket.last.say(frame);
    FakeWebSocket.last.say(frame);
    assert.equal(FakePeer.last.heard("conversation.item.create").length, 1);
    assert.equal(FakePeer.last.heard("response.create").length, 1);
  });

  test("what is delivered to another session is left alone", async () => {
    await live();
    FakeWebSocket.last.say({ type: "deliver", session: "session-9", items: [{ id: "f".repeat(32) }], respond: true });
    assert.deepEqual(FakePeer.last.channel.sent, []);
  });

  test("an answer that fails is told in a sentence, and the call goes on", async () => {
    const { call, tell } = await live();
    const status_details = { type: "failed", error: { code: "insufficient_quota" } };
    say({ type: "response.done", response: { id: "r", status: "failed", status_details } });
    assert.equal(tell.problem[0].code, "no_quota");
    assert.equal(call.facts.phase, "live");
  });

  test("another conversation ends this call first", async () => {
    const world = await live();
    const first = FakePeer.last;
    const wish = { ...TALK, conversation: "c2" };
    void world.call.start(wish);
    await until(() => FakePeer.made.length === 2);
    assert.equal(first.connectionState, "closed");
    assert.equal(world.server.to(/session-1\/end\/$/).length, 1);
  });
});
