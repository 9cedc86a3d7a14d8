import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";

import { ResponseGate } from "../../../static/js/call/responses.js";

const TAKEN = "conversation_already_has_active_response";

/** @type {any[]} to the provider */ let sent;
/** @type {(string | null)[]} to the server: the newest item of each request */ let responds;
/** @type {boolean} */ let reachable;
/** @type {ResponseGate} */ let gate;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  [sent, responds, reachable] = [[], [], true];
  gate = new ResponseGate((event) => sent.push(event), (newest) => reachable && responds.push(newest) > 0);
  gate.attach(true);
});
afterEach(() => mock.timers.reset());

/** @param {string} type @param {string} [id] */
function hear(type, id = "r1") {
  gate.hear({ type: `response.${type}`, response: { id } });
}

/** @param {string} id */
function take(id) {
  gate.hear({ type: "conversation.item.added", item: { id } });
}

/** Asked, and the provider has it: the server's turn. */
function handed() {
  gate.request(["a"]);
  take("a");
}

describe("while the server hears the call", () => {
  test("it is asked once the provider has the item, and named the newest", () => {
    gate.request(["a", "b"]);
    take("a");
    assert.deepEqual(responds, []);
    take("b");
    assert.deepEqual([responds, sent], [["b"], []]);
  });

  test("it is not asked while a response runs", () => {
    hear("created");
    handed();
    assert.deepEqual(responds, []);
    hear("done");
    assert.deepEqual(responds, ["a"]);
  });

  test("an item that the provider refused holds nothing up", () => {
    gate.request(["a"]);
    gate.hear({ type: "error", error: { code: "invalid_value", event_id: "a" } });
    assert.equal(responds.length, 1);
  });

  test("the answer that begins settles it", () => {
    handed();
    hear("created");
    mock.timers.tick(10_000);
    hear("done");
    assert.deepEqual([responds, sent], [["a"], []]);
  });

  test("an answer to speech that knows the item settles it, before the server was asked", () => {
    hear("created", "story");
    handed();
    hear("done", "story");
    hear("created", "theirs");
    hear("done", "theirs");
    assert.deepEqual([responds, sent], [["a"], []]);
  });

  test("an answer to speech that does not know the item settles nothing", () => {
    gate.request(["a"]);
    hear("created", "theirs");
    take("a");
    hear("done", "theirs");
    assert.deepEqual([responds, sent], [["a"], []]);
  });

  test("the refusal of a request that the server made is the server's", () => {
    handed();
    gate.hear({ type: "error", error: { code: TAKEN, event_id: "theirs" } });
    gate.hear({ type: "error", error: { code: TAKEN, event_id: null } });
    hear("created");
    hear("done");
    assert.deepEqual([responds, sent], [["a"], []]);
  });
});

describe("when the server fails", () => {
  test("after three seconds without an answer the page asks itself, once", () => {
    handed();
    mock.timers.tick(2_999);
    assert.deepEqual(sent, []);
    mock.timers.tick(60_000);
    assert.deepEqual(sent.map(({ type }) => type), ["response.create"]);
  });

  test("an item that is never echoed does not hold the answer up for ever", () => {
    gate.request(["a"]);
    mock.timers.tick(3_000);
    assert.deepEqual([responds.length, sent.length], [0, 1]);
  });

  test("a server that says that it does not hear is not waited for", () => {
    handed();
    gate.refuse();
    assert.equal(sent.length, 1);
    gate.refuse();
    assert.equal(sent.length, 1);
  });

  test("a server that cannot be reached is not waited for", () => {
    reachable = false;
    handed();
    assert.equal(sent.length, 1);
  });

  test("lost before it was asked, the page asks itself at once", () => {
    gate.request(["a"]);
    gate.attach(false);
    assert.equal(sent.length, 1);
  });

  test("lost after it was asked, what it did in time still counts", () => {
    handed();
    gate.attach(false);
    assert.equal(sent.length, 0);
    hear("created");
    mock.timers.tick(10_000);
    hear("done");
    assert.equal(sent.length, 0);
  });

  test("lost after it was asked and before it did anything, the page asks itself within a second", () => {
    handed();
    gate.attach(false);
    mock.timers.tick(1_000);
    assert.equal(sent.length, 1);
  });

  test("both asked at once: the refusal of ours is content with theirs", () => {
    handed();
    mock.timers.tick(3_000);
    hear("created", "theirs");
    gate.hear({ type: "error", error: { code: TAKEN, event_id: sent[0].event_id } });
    hear("done", "theirs");
    assert.deepEqual([responds.length, sent.length], [1, 1]);
  });

  test("a call that is over asks for nothing more", () => {
    handed();
    gate.close();
    mock.timers.tick(10_000);
    assert.deepEqual(sent, []);
  });
});
