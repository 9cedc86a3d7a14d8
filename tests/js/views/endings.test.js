import assert from "node:assert/strict";
import { test } from "node:test";

import { endingOf } from "../../../static/js/views/endings.js";

/** chat/models/session.py, less what the person did themselves (ended, left), or sees elsewhere (taken_over). */
const REASONS = ["limit", "idle", "stopped", "altered", "deleted", "logged_out", "lost", "failed"];

test("every ending that the person did not make has two sentences of its own", () => {
  const texts = REASONS.map((reason) => endingOf(reason, true)?.text ?? "");
  assert.ok(texts.every((text) => text.split(". ").length >= 2 && text.endsWith(".")), texts.join("\n"));
  assert.equal(new Set(texts).size, REASONS.length);
});

test("going on is offered only where it can help", () => {
  const offered = REASONS.filter((reason) => endingOf(reason, true)?.again);
  assert.deepEqual(offered, ["limit", "idle", "lost", "failed"]);
});

test("what the person did themselves is not explained to them", () => {
  for (const reason of ["ended", "left", "constructor"]) assert.equal(endingOf(reason, true), null);
});

test("in writing a line that closed is no news: the next message opens it", () => {
  const told = REASONS.filter((reason) => endingOf(reason, false));
  assert.deepEqual(told, ["stopped", "altered", "deleted", "logged_out", "failed"]);
});
