import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Idling } from "../../../static/js/call/idling.js";
import { NO_CALL } from "../../../static/js/call/states.js";

const LIMITS = { left_s: 3_600, ask_s: 30, idle_s: 60 };
const LIVE = { ...NO_CALL, phase: /** @type {const} */ ("live") };

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"] }));
afterEach(() => mock.timers.reset());

/** @param {Partial<typeof LIMITS>} [limits] */
function live(limits = {}) {
  const idling = new Idling();
  /** @type {unknown[]} */ const told = [];
  for (const type of ["ask", "answered", "over"]) idling.on(type, (detail) => told.push(type === "over" ? detail : type));
  idling.hear({ ...NO_CALL, phase: "connecting" });
  idling.limit({ ...LIMITS, ...limits });
  idling.hear(LIVE);
  return { idling, told, after: (/** @type {number} */ seconds) => mock.timers.tick(seconds * 1_000) };
}

test("it asks after some silence, and ends after more, a little later than the server", () => {
  const { told, after } = live();
  after(29);
  assert.deepEqual(told, []);
  after(1);
  assert.deepEqual(told, ["ask"]);
  after(32);
  assert.deepEqual(told, ["ask"]);
  after(1);
  assert.deepEqual(told, ["ask", "idle"]);
});

test("it says until when there is time", () => {
  const { idling, after } = live();
  /** @type {number[]} */ const until = [];
  idling.on("ask", (moment) => until.push(moment - Date.now()));
  after(30);
  assert.deepEqual(until, [30_000]);
});

for (const [who, said] of Object.entries({ person: { listening: true }, assistant: { speaking: true }, tool: { tool: "search" } })) {
  test(`the ${who} at work puts it off, and the silence begins afterwards`, () => {
    const { idling, told, after } = live();
    after(40);
    idling.hear({ ...LIVE, ...said });
    after(100);
    idling.hear(LIVE);
    after(29);
    assert.deepEqual(told, ["ask", "answered"]);
    after(1);
    assert.deepEqual(told, ["ask", "answered", "ask"]);
  });
}

test("Stay begins the silence anew", () => {
  const { idling, told, after } = live();
  after(50);
  idling.stay();
  after(29);
  assert.deepEqual(told, ["ask", "answered"]);
});

test("a fresh session of the same call does not", () => {
  const { idling, told, after } = live();
  after(20);
  idling.limit(LIMITS);
  after(10);
  assert.deepEqual(told, ["ask"]);
});

test("the longest time ends it whoever speaks", () => {
  const { idling, told, after } = live({ left_s: 10 });
  idling.hear({ ...LIVE, speaking: true });
  after(13);
  assert.deepEqual(told, ["limit"]);
});

test("a call that is over asks and ends nothing", () => {
  const { idling, told, after } = live();
  after(40);
  idling.hear({ ...NO_CALL, phase: "ended" });
  after(5_000);
  assert.deepEqual(told, ["ask", "answered"]);
});
