import assert from "node:assert/strict";
import { test } from "node:test";

import { Happenings } from "../../static/js/happenings.js";

/** @param {string} state */
const tool = (state) => ({ id: "t", status: state === "running" ? "live" : "final", html: `<article data-role="tool"><details class="tool" data-status="${state}">` });

test("an answer that is whole is one, one that grows is none", () => {
  const html = '<article class="message" data-role="assistant">';
  const happenings = new Happenings();
  assert.equal(happenings.of({ id: "a", status: "live", html }), null);
  assert.deepEqual(happenings.of({ id: "a", status: "final", html }), { id: "a", text: "An answer is there" });
});

test("what the person said is none", () => {
  assert.equal(new Happenings().of({ id: "u", status: "final", html: '<article data-role="user">' }), null);
});

test("a tool is one when it was waited for", () => {
  const happenings = new Happenings();
  assert.equal(happenings.of(tool("running"), 0), null);
  assert.equal(happenings.of(tool("running"), 4_000), null);
  assert.deepEqual(happenings.of(tool("done"), 6_000), { id: "t", text: "A tool has finished" });
});

test("a quick tool, and one that was never seen at work, is none", () => {
  const happenings = new Happenings();
  happenings.of(tool("running"), 0);
  assert.equal(happenings.of(tool("done"), 1_000), null);
  assert.equal(happenings.of(tool("done"), 60_000), null);
});

test("the end of a tool that took its time is one", () => {
  const happenings = new Happenings();
  happenings.of(tool("running"), 1_000);
  assert.equal(happenings.of(tool("failed"), 9_000)?.text, "A tool has failed");
});
