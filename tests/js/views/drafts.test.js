import assert from "node:assert/strict";
import { test } from "node:test";

import { Drafts } from "../../../static/js/views/drafts.js";

/** @returns {any} a Storage, as far as drafts need one: its keys are its own properties */
function storage() {
  /** @type {any} */ const kept = {};
  return Object.defineProperties(kept, {
    getItem: { value: (/** @type {string} */ key) => kept[key] ?? null },
    setItem: { value: (/** @type {string} */ key, /** @type {string} */ value) => void (kept[key] = value) },
    removeItem: { value: (/** @type {string} */ key) => void delete kept[key] },
  });
}

test("a draft outlives the page that it was written on", () => {
  const tab = storage();
  new Drafts("alice", tab).keep("c1", "half a sentence");
  assert.equal(new Drafts("alice", tab).of("c1"), "half a sentence");
  assert.equal(new Drafts("alice", tab).of("c2"), "");
  assert.equal(new Drafts("alice", tab).of(null), "");
});

test("another user of the tab does not see it", () => {
  const tab = storage();
  new Drafts("alice", tab).keep("c1", "private");
  assert.equal(new Drafts("bob", tab).of("c1"), "");
});

test("logging out leaves nothing of one's own, and all of the others'", () => {
  const tab = storage();
  tab.setItem("parley.call", "{}");
  const drafts = new Drafts("alice", tab);
  drafts.keep("c1", "private");
  drafts.keep("c2", "");
  drafts.forget();
  assert.deepEqual(Object.keys(tab), ["parley.call"]);
});

test("a full storage costs the draft its reload, not the person the field", () => {
  const refuse = () => { throw new DOMException("full", "QuotaExceededError"); };
  const full = Object.create(storage(), { setItem: { value: refuse } });
  new Drafts("alice", full).keep("c1", "much");
  assert.equal(new Drafts("alice", full).of("c1"), "");
});
