import assert from "node:assert/strict";
import { test } from "node:test";
import { listen } from "../../../static/js/views/shortcuts.js";

class Place {
  /** @param {boolean} typing */
  constructor(typing) {
    this.typing = typing;
  }

  closest() {
    return this.typing ? this : null;
  }
}
/** @type {any} */ (globalThis).Element ??= Place;

/**
 * @param {object} press what the key event says
 * @param {boolean} [typing]
 * @returns {number} how often the key acted
 */
function acts(press, typing = false) {
  const page = new EventTarget();
  let count = 0;
  listen({ m: () => { count += 1; } }, /** @type {any} */ (page));
  const event = Object.assign(new Event("keydown"), press);
  Object.defineProperty(event, "target", { value: new Place(typing) });
  page.dispatchEvent(event);
  return count;
}

test("a single key acts, small or capital", () => {
  assert.equal(acts({ key: "m" }), 1);
  assert.equal(acts({ key: "M", shiftKey: true }), 1);
});

test("no key acts while somebody types", () => {
  assert.equal(acts({ key: "m" }, true), 0);
});

test("a key with Ctrl, Alt or Command is the browser's", () => {
  assert.equal(acts({ key: "m", ctrlKey: true }), 0);
  assert.equal(acts({ key: "m", metaKey: true }), 0);
  assert.equal(acts({ key: "m", altKey: true }), 0);
});

test("a key that is held down acts once", () => {
  assert.equal(acts({ key: "m", repeat: true }), 0);
});

test("another key does nothing", () => {
  assert.equal(acts({ key: "k" }), 0);
});
