import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { ResponseGate } from "../../../static/js/call/responses.js";

const TAKEN = "conversation_already_has_active_response";

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

/** @param {string} id */
function take(id) {
  gate.hear({ type: "conversation.item.added", item: { id } });
}

/** @param {string} code @param {string | null} event_id */
function refuse(code, event_id) {
  gate.hear({ type: "error", error: { code, event_id } });
}

function asked() {
  return sent.filter(({ type }) => type === "response.create").length;
}

test("with nothing running a response is asked for at once", () => {
  gate.request(["a"]);
  assert.equal(asked(), 1);
});

test("while one runs, response.create waits for response.done", () => {
  hear("created");
  gate.request(["a"]);
  assert.equal(asked(), 0);
  hear("done");
  assert.equal(asked(), 1);
});

test("asking twice while one runs is asking once", () => {
  hear("created");
  gate.request(["a"]);
  gate.request(["b"]);
  hear("done");
  hear("created", "r2");
  hear("done", "r2");
  assert.equal(asked(), 1);
});

test("a request that is not answered yet counts as running", () => {
  gate.request(["a"]);
  gate.request(["b"]);
  assert.equal(asked(), 1);
  hear("created");
  hear("done");
  assert.equal(asked(), 2);
});

test("one answer is enough for all that was there when it began", () => {
  gate.request(["a"]);
  gate.request(["b"]);
  for (const id of ["a", "b"]) take(id);
  hear("created");
  hear("done");
  assert.equal(asked(), 1);
});

test("what was answered is not answered again, however often it is asked for", () => {
  gate.request(["a"]);
  take("a");
  hear("created");
  hear("done");
  gate.request(["a"]);
  assert.equal(asked(), 1);
});

test("a provider that echoes nothing answers once as well", () => {
  gate.request(["a"]);
  hear("created");
  hear("done");
  gate.request(["a"]);
  assert.equal(asked(), 1);
});

test("an item that another answered before we asked needs no answer", () => {
  take("a");
  hear("created", "theirs");
  hear("done", "theirs");
  gate.request(["a"]);
  assert.equal(asked(), 0);
});

test("refused because voice detection was faster, it waits and asks again", () => {
  gate.request(["a"]);
  refuse(TAKEN, sent[0].event_id);
  hear("created", "theirs");
  assert.equal(asked(), 1);
  hear("done", "theirs");
  assert.equal(asked(), 2);
});

test("refused after the other response was announced, it still asks again", () => {
  gate.request(["a"]);
  hear("created", "theirs");
  take("a");
  refuse(TAKEN, sent[0].event_id);
  hear("done", "theirs");
  assert.equal(asked(), 2);
});

test("refused because of a response that knows the item, it is content", () => {
  gate.request(["a"]);
  take("a");
  hear("created", "theirs");
  refuse(TAKEN, sent[0].event_id);
  hear("done", "theirs");
  assert.equal(asked(), 1);
});

test("refused for another reason, it is not asked again, and the next may be", () => {
  gate.request(["a"]);
  refuse("invalid_value", sent[0].event_id);
  assert.equal(asked(), 1);
  gate.request(["b"]);
  assert.equal(asked(), 2);
});

test("somebody else's error changes nothing", () => {
  gate.request(["a"]);
  for (const code of ["invalid_value", TAKEN]) refuse(code, "theirs");
  refuse("invalid_value", null);
  gate.request(["b"]);
  assert.equal(asked(), 1);
});

test("cancelling does not free the slot before response.done", () => {
  hear("created");
  gate.cancel();
  gate.request(["a"]);
  assert.deepEqual(sent.map(({ type }) => type), ["response.cancel"]);
  hear("done");
  assert.equal(asked(), 1);
});

test("with nothing running there is nothing to cancel", () => {
  gate.cancel();
  assert.deepEqual(sent, []);
});

test("an out-of-band response holds the gate too, and answers nothing", () => {
  gate.hear({ type: "response.created", response: { id: "aside", conversation_id: null } });
  take("a");
  gate.request(["a"]);
  assert.equal(asked(), 0);
  hear("done", "aside");
  assert.equal(asked(), 1);
});

test("a person may ask once more for an answer that is there already", () => {
  take("a");
  gate.request(["a"]);
  hear("created");
  hear("done");
  gate.request([]);
  assert.equal(asked(), 1);
  gate.request([], true);
  assert.equal(asked(), 2);
});

test("asked once more, what runs or was asked for already is the answer", () => {
  take("a");
  gate.request(["a"]);
  gate.request([], true);
  hear("created");
  gate.request([], true);
  hear("done");
  assert.equal(asked(), 1);
});

test("with nothing said there is nothing to answer", () => {
  gate.request([], true);
  assert.equal(asked(), 0);
});
