import assert from "node:assert/strict";
import { test } from "node:test";

import { offerOf } from "../../../static/js/views/offers.js";

const ALONE = { isHeard: false, isTalking: false };

test("what was said and has no answer can be asked again, typed or spoken", () => {
  assert.equal(offerOf({ role: "user", status: "final" }, ALONE)?.answer, "Ask for an answer");
  assert.equal(offerOf({ role: "tool", status: "final" }, ALONE)?.answer, "Ask for an answer");
});

test("an answer that broke can be asked for again, be it empty or begun", () => {
  assert.equal(offerOf({ role: "assistant", status: "failed" }, ALONE)?.answer, "Ask again");
  assert.equal(offerOf({ role: "assistant", status: "interrupted", broken: "" }, ALONE)?.answer, "Ask again");
  assert.equal(offerOf({ role: "tool", status: "failed" }, ALONE)?.answer, "Ask again");
});

test("where all is well, or somebody interrupted, nothing is offered", () => {
  for (const status of ["final", "interrupted", "unheard", "deleted", "live"]) {
    assert.equal(offerOf({ role: "assistant", status }, ALONE), null);
  }
  for (const status of ["live", "unheard", "deleted"]) assert.equal(offerOf({ role: "user", status }, ALONE), null);
});

test("words that were not understood can be said again or written; no answer is asked for that cannot come", () => {
  const { answer, say, write } = offerOf({ role: "user", status: "failed" }, ALONE) ?? {};
  assert.deepEqual([answer, say, write], [undefined, true, true]);
});

test("while the call goes on the model may have understood what the transcription did not", () => {
  const { answer, say } = offerOf({ role: "user", status: "failed" }, { isHeard: true, isTalking: true }) ?? {};
  assert.deepEqual([answer, say], ["Answer it all the same", false]);
});
