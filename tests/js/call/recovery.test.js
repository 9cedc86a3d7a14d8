import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { recover } from "../../../static/js/call/recovery.js";
import { Problem } from "../../../static/js/lib/problem.js";
import { installPage } from "../fakes/page.js";
import { rest } from "../fakes/wait.js";

const CURABLE = new Problem("away", "Away.", true);

/** @type {AbortController} */ let over;
/** @type {ReturnType<typeof installPage>} */ let page;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  page = installPage();
  over = new AbortController();
});
afterEach(() => mock.timers.reset());

/** @param {number} seconds */
async function pass(seconds) {
  for (let passed = 0; passed < seconds; passed += 1) {
    mock.timers.tick(1_000);
    await rest();
  }
}

/** @param {(signal: AbortSignal) => Promise<void>} attempt */
function trying(attempt) {
  /** @type {{tries: number, error: any, done: boolean}} */ const found = { tries: 0, error: null, done: false };
  const counted = (/** @type {AbortSignal} */ signal) => {
    found.tries += 1;
    return attempt(signal);
  };
  recover(counted, over.signal).then(() => (found.done = true), (error) => (found.error = error));
  return found;
}

test("it tries again until it succeeds", async () => {
  let left = 3;
  const found = trying(async () => {
    if (left) throw (left -= 1, CURABLE);
  });
  await pass(20);
  assert.deepEqual([found.tries, found.done], [4, true]);
});

test("it gives up after a minute", async () => {
  const found = trying(async () => Promise.reject(CURABLE));
  await pass(58);
  assert.ok(!found.error);
  await pass(8);
  assert.equal(found.error.code, "call_lost");
});

test("what trying again cannot cure is not tried again", async () => {
  const found = trying(async () => Promise.reject(new Problem("gone", "Gone.", false)));
  await pass(10);
  assert.deepEqual([found.tries, found.error.code], [1, "gone"]);
});

test("a network that swallows everything is left for another try", async () => {
  const found = trying((signal) => new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  }));
  await pass(30);
  assert.ok(found.tries >= 2);
  await pass(50);
  assert.equal(found.error.code, "call_lost");
});

test("a network that is there again is used at once", async () => {
  const found = trying(async () => Promise.reject(CURABLE));
  await pass(10);
  const before = found.tries;
  page.fire("online");
  await rest();
  assert.equal(found.tries, before + 1);
});

test("the time asleep does not count", async () => {
  const found = trying(async () => Promise.reject(CURABLE));
  await pass(50);
  page.fire("pageshow");
  await pass(50);
  assert.equal(found.error, null);
});

test("who hangs up ends it at once", async () => {
  const found = trying(async () => Promise.reject(CURABLE));
  await pass(3);
  const { tries } = found;
  over.abort(new Error("over"));
  await pass(20);
  assert.deepEqual([found.tries, String(found.error)], [tries, "Error: over"]);
});
