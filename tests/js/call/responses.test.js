import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { ResponseGate } from "../../../static/js/call/responses.js";

/** @type {any[]} */ let sent;
/** @type {ResponseGate} */ let gate;

beforeEach(() => {
  sent = [];
  gate = new ResponseGate((event) => sent.push(event));
});

/** @param {string} type @param {string} [id] */
function hear(type, id = "r1") {
  gate.hear({ type: `response.${type}`, response: { id } });
}

function asked() {
  return sent.filter(({ type }) => type === "response.create").length;
}

test("with nothing running a response is asked for at once", () => {
  gate.request();
  assert.equal(asked(), 1);
});

test("while one runs, response.create waits for response.done", () => {
  hear("created");
  gate.request();
  assert.equal(asked(), 0);
  hear("done");
  assert.equal(asked(), 1);
});

test("asking twice while one runs is asking once", () => {
  hear("created");
  gate.request();
  gate.request();
  hear("done");
  hear("created", "r2");
  hear("done", "r2");
  assert.equal(asked(), 1);
});

test("a request that is not answered yet counts as running", () => {
  gate.request();
  gate.request();
  assert.equal(asked(), 1);
  hear("created");
  hear("done");
  assert.equal(asked(), 2);
});

test("refused because voice detection was faster, it waits and asks again", () => {
  gate.request();
  gate.hear({ type: "error", error: { code: "conversation_already_has_active_response", event_id: sent[0].event_id } });
  hear("created", "theirs");
  assert.equal(asked(), 1);
  hear("done", "theirs");
  assert.equal(asked(), 2);
});

test("refused after the other response was announced, it still asks again", () => {
  gate.request();
  hear("created", "theirs");
  gate.hear({ type: "error", error: { code: "conversation_already_has_active_response", event_id: sent[0].event_id } });
  hear("done", "theirs");
  assert.equal(asked(), 2);
});

test("refused for another reason, it is not asked again, and the next may be", () => {
  gate.request();
  gate.hear({ type: "error", error: { code: "invalid_value", event_id: sent[0].event_id } });
  assert.equal(asked(), 1);
  gate.request();
  assert.equal(asked(), 2);
});

test("somebody else's error changes nothing", () => {
  gate.request();
  gate.hear({ type: "error", error: { code: "invalid_value", event_id: null } });
  gate.request();
  assert.equal(asked(), 1);
});

test("cancelling does not free the slot before response.done", () => {
  hear("created");
  gate.cancel();
  gate.request();
  assert.deepEqual(sent.map(({ type }) => type), ["response.cancel"]);
  hear("done");
  assert.equal(asked(), 1);
});

test("with nothing running there is nothing to cancel", () => {
  gate.cancel();
  assert.deepEqual(sent, []);
});

test("an out-of-band response holds the gate too", () => {
  hear("created", "a");
  hear("created", "b");
  gate.request();
  hear("done", "a");
  assert.equal(asked(), 0);
});
