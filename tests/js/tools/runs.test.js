import assert from "node:assert/strict";
import { test } from "node:test";

import { Runs } from "../../../static/js/tools/runs.js";

const DONE = { success: true, message: "Items is open." };

/** @param {(task: any) => Promise<any>} open */
function made(open) {
  /** @type {any[]} */ const sent = [];
  return { sent, runs: new Runs({ open }, (frame) => sent.push(frame)) };
}

/** @param {object} [fields] */
const run = (fields) => ({ session: "s", call: "c", attempt: 1, task: { does: "open", path: "/items/" }, ...fields });

test("what was asked for is done and answered with the attempt it was asked by", async () => {
  const { runs, sent } = made(async () => DONE);
  await runs.hear(run({ attempt: 3 }));
  assert.deepEqual(sent, [{ type: "ran", session: "s", call: "c", attempt: 3, ...DONE }]);
});

test("asked for again it is done once, and the newest asking is answered", async () => {
  let done = 0;
  /** @type {(answer: object) => void} */ let end = () => {};
  const { runs, sent } = made(() => new Promise((resolve) => [(done += 1), (end = resolve)]));
  const both = [runs.hear(run()), runs.hear(run({ session: "next", attempt: 2 }))];
  end(DONE);
  await Promise.all(both);
  assert.equal(done, 1);
  assert.deepEqual(sent.map(({ session, attempt }) => [session, attempt]), [["next", 2]]);
});

test("what this page does not know is answered as such", async () => {
  const { runs, sent } = made(async () => DONE);
  for (const does of ["fly", "constructor", "__proto__", "hear"]) await runs.hear(run({ call: does, task: { does } }));
  assert.deepEqual(sent.map(({ success }) => success), [false, false, false, false]);
});

test("what breaks is an answer too", async (context) => {
  context.mock.method(console, "error", () => {});
  const { runs, sent } = made(async () => Promise.reject(new Error("no")));
  await runs.hear(run());
  assert.deepEqual([sent.length, sent[0].success], [1, false]);
});

test("when the call is over nothing is answered any more", async () => {
  /** @type {(answer: object) => void} */ let end = () => {};
  const { runs, sent } = made(() => new Promise((resolve) => (end = resolve)));
  const over = runs.hear(run());
  runs.forget();
  end(DONE);
  await over;
  assert.deepEqual(sent, []);
});
