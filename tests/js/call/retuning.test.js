import assert from "node:assert/strict";
import { test } from "node:test";

import { Retuning } from "../../../static/js/call/retuning.js";
import { Emitter } from "../../../static/js/lib/emitter.js";

const settings = (speed = 1, noise = "near_field") => ({
  type: "realtime", audio: { input: { noise_reduction: { type: noise } }, output: { speed } },
});
const begun = { type: "response.created", response: { id: "resp_1" } };
const done = { type: "response.done", response: { id: "resp_1" } };

function scene() {
  const said = /** @type {any[]} */ ([]);
  const [line, socket, call] = /** @type {any[]} */ ([new Emitter(), new Emitter(), { facts: { pushToTalk: false } }]);
  line.session = { id: "ours", send: (/** @type {object} */ event) => said.push(event) };
  call.change = (/** @type {object} */ change) => Object.assign(call.facts, change);
  new Retuning(call, line, socket);
  const change = (/** @type {object} */ wanted, news = {}) =>
    socket.emit("settings", { session: "ours", settings: wanted, ask: true, push_to_talk: false, ...news });
  return { said, line, call, change };
}

test("between two answers all is said at once, and once", () => {
  const { said, line, change } = scene();
  change(settings(1.2));
  line.emit("event", { type: "input_audio_buffer.committed" });
  assert.deepEqual(said, [{ type: "session.update", session: settings(1.2) }]);
});

test("during an answer the speed waits for its end", () => {
  const { said, line, change } = scene();
  line.emit("event", begun);
  change(settings(1.2));
  line.emit("event", { type: "response.output_text.done" });
  assert.deepEqual(said.map(({ session }) => Object.keys(session.audio)), [["input"]]);
  for (const event of [done, { type: "input_audio_buffer.committed" }]) line.emit("event", event);
  assert.deepEqual(said.slice(1), [{ type: "session.update", session: settings(1.2) }]);
});

test("of several changes during an answer the last one counts", () => {
  const { said, line, change } = scene();
  line.emit("event", begun);
  change(settings(1.2));
  change(settings(0.8, "far_field"));
  line.emit("event", done);
  assert.deepEqual(said.slice(2), [{ type: "session.update", session: settings(0.8, "far_field") }]);
});

test("what the server asks for itself, or is another session's, is not said", () => {
  const { said, change } = scene();
  change(settings(), { ask: false });
  change(settings(), { session: "another" });
  assert.deepEqual(said, []);
});

test("a fresh session is not asked for what the one before was to be", () => {
  const { said, line, change } = scene();
  line.emit("event", begun);
  change(settings(1.2));
  line.emit("fresh");
  line.emit("event", done);
  assert.equal(said.length, 1);
});

test("push to talk holds at once, also when the server asks for it", () => {
  const { call, change } = scene();
  change(settings(), { ask: false, push_to_talk: true });
  assert.equal(call.facts.pushToTalk, true);
});
