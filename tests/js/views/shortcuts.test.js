import assert from "node:assert/strict";
import { test } from "node:test";
import { listen, listenToChords } from "../../../static/js/views/shortcuts.js";

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
 * @param {{typing?: boolean, isOn?: boolean, chords?: boolean}} [how]
 * @returns {number} how often the key acted
 */
function acts(press, { typing = false, isOn = true, chords = false } = {}) {
  const page = new EventTarget();
  let count = 0;
  const act = () => { count += 1; };
  if (chords) listenToChords({ o: act }, page);
  else listen({ m: act }, () => isOn, page);
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
  assert.equal(acts({ key: "m" }, { typing: true }), 0);
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

test("who does not want single keys has none", () => {
  assert.equal(acts({ key: "m" }, { isOn: false }), 0);
});

test("a chord acts with Ctrl or Command and Shift, also while somebody types", () => {
  const chord = { key: "O", shiftKey: true };
  assert.equal(acts({ ...chord, ctrlKey: true }, { chords: true, typing: true }), 1);
  assert.equal(acts({ ...chord, metaKey: true }, { chords: true }), 1);
});

test("half a chord is the browser's", () => {
  assert.equal(acts({ key: "o", ctrlKey: true }, { chords: true }), 0);
  assert.equal(acts({ key: "O", shiftKey: true }, { chords: true }), 0);
  assert.equal(acts({ key: "O", shiftKey: true, ctrlKey: true, altKey: true }, { chords: true }), 0);
});
