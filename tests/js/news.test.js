import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { News } from "../../static/js/news.js";
import { FakeLocks, define } from "./fakes/page.js";

/** Tabs of one browser: they share locks and a channel. */
class FakeChannel {
  /** @type {FakeChannel[]} */ static open = [];
  /** @type {((event: {data: unknown}) => void) | null} */ onmessage = null;

  /** @param {string} name */
  constructor(name) {
    this.name = name;
    FakeChannel.open.push(this);
  }

  /** @param {unknown} data */
  postMessage(data) {
    for (const other of FakeChannel.open) if (other !== this && other.name === this.name) other.onmessage?.({ data });
  }
}

/** @param {string} [user] */
function tab(user = "alice") {
  const page = Object.assign(new EventTarget(), { hidden: true });
  define(globalThis, "document", page);
  /** @type {{counts: number[], told: string[]}} */ const shown = { counts: [], told: [] };
  const news = new News(user, { count: (count) => shown.counts.push(count), notify: ({ id }) => shown.told.push(id) });
  /** @param {boolean} hidden */
  const turn = (hidden) => {
    page.hidden = hidden;
    define(globalThis, "document", page);
    page.dispatchEvent(new Event("visibilitychange"));
  };
  /** @param {object} [more] */
  const tell = (more) => {
    define(globalThis, "document", page);
    news.tell({ id: "one", text: "An answer is there", ...more });
  };
  return { ...shown, tell, turn };
}

async function settle() {
  mock.timers.tick(1_000);
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  FakeChannel.open = [];
  define(globalThis, "BroadcastChannel", FakeChannel);
  define(globalThis, "navigator", { locks: new FakeLocks() });
});

afterEach(() => mock.timers.reset());

test("what happens in the background is counted and told once", async () => {
  const { tell, counts, told } = tab();
  tell();
  tell();
  tell({ id: "two" });
  await settle();
  assert.deepEqual([counts, told], [[1, 2], ["one", "two"]]);
});

test("coming back clears the count", () => {
  const { tell, turn, counts } = tab();
  tell();
  turn(false);
  assert.deepEqual(counts, [1, 0]);
});

test("of two tabs in the background each counts, and one tells", async () => {
  const [first, second] = [tab(), tab()];
  first.tell();
  second.tell();
  await settle();
  assert.deepEqual([first.counts, second.counts], [[1], [1]]);
  assert.equal(first.told.length + second.told.length, 1);
});

test("who looks at it in one tab has seen it in all", async () => {
  const [hidden, looked] = [tab(), tab()];
  looked.turn(false);
  hidden.tell();
  looked.tell();
  await settle();
  assert.deepEqual([hidden.counts.at(-1), hidden.told, looked.told], [0, [], []]);
});

test("what was seen before another tab hears of it is not told there", async () => {
  const [hidden, looked] = [tab(), tab()];
  looked.turn(false);
  looked.tell();
  hidden.tell();
  await settle();
  assert.deepEqual(hidden.told, []);
});

test("another person's tabs have news of their own", async () => {
  const [alice, bob] = [tab(), tab("bob")];
  alice.tell();
  bob.turn(false);
  bob.tell();
  await settle();
  assert.deepEqual([alice.counts, alice.told], [[1], ["one"]]);
});

test("what is quiet is counted only", async () => {
  const { tell, counts, told } = tab();
  tell({ quiet: true });
  await settle();
  assert.deepEqual([counts, told], [[1], []]);
});
