import assert from "node:assert/strict";
import { test } from "node:test";
import { TalkingTabs } from "../../static/js/talking-tabs.js";

/** Shared locks of one browser, as `navigator.locks` has them. */
class Browser {
  /** @type {{name: string}[]} */ held = [];

  /** @param {string} name @param {object} _ @param {() => Promise<void>} task */
  async request(name, _, task) {
    const lock = { name };
    this.held.push(lock);
    await task();
    this.held.splice(this.held.indexOf(lock), 1);
  }

  async query() {
    return { held: [...this.held, { name: "parley.drain" }] };
  }
}

/** @param {number} count */
function tabs(count) {
  const browser = new Browser();
  return Array.from({ length: count }, () => new TalkingTabs(/** @type {any} */ (browser)));
}

test("the first tab that talks is not warned, the second is, once", async () => {
  const [first, second] = tabs(2);
  assert.equal(await first.talks("a"), false);
  assert.equal(await second.talks("b"), true);
  assert.equal(await second.talks("b"), false);
});

test("a tab that takes the same conversation over is not warned", async () => {
  const [first, second] = tabs(2);
  await first.talks("a");
  assert.equal(await second.talks("a"), false);
});

test("a tab that has hung up is heard by nobody", async () => {
  const [first, second] = tabs(2);
  await first.talks("a");
  await first.talks(null);
  assert.equal(await second.talks("b"), false);
});

test("a tab that moves its call leaves nothing behind", async () => {
  const [first, second] = tabs(2);
  await first.talks("a");
  await first.talks("b");
  assert.equal(await second.talks("b"), false);
});

test("without locks nothing is said", async () => {
  assert.equal(await new TalkingTabs(/** @type {any} */ (null)).talks("a"), false);
});
