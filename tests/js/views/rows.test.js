import assert from "node:assert/strict";
import { test } from "node:test";
import { keepWords, successor } from "../../../static/js/views/rows.js";

/** @param {(number | null)[]} sequences null is a bubble that has no row yet */
function column(...sequences) {
  const children = sequences.map((sequence) => ({ dataset: sequence === null ? {} : { sequence: String(sequence) } }));
  return /** @type {any} */ ({ children });
}

test("a row stands before the first later one, whenever it comes", () => {
  const rows = column(1, 3, 10);
  assert.equal(successor(rows, 2), rows.children[1]);
  assert.equal(successor(rows, 9), rows.children[2]);
});

test("the newest row stands at the end", () => {
  assert.equal(successor(column(1, 2), 3), null);
});

test("a row stands before what is only drawn so far", () => {
  const rows = column(1, null, null);
  assert.equal(successor(rows, 2), rows.children[1]);
});

test("the first row of an empty thread needs no neighbour", () => {
  assert.equal(successor(column(), 1), null);
});

/**
 * @param {string} status
 * @param {string} words
 */
function message(status, words) {
  const text = { textContent: words };
  return /** @type {any} */ ({ dataset: { status }, text, querySelector: () => text });
}

test("a row that was stored a moment ago takes no words back", () => {
  const stored = message("live", "");
  keepWords(message("live", "It is five"), stored);
  assert.equal(stored.text.textContent, "It is five");
});

test("a row that knows more than was drawn keeps its own words", () => {
  const stored = message("live", "It is five past two");
  keepWords(message("live", "It is five"), stored);
  assert.equal(stored.text.textContent, "It is five past two");
});

test("the final words are the row's, be they fewer", () => {
  const stored = message("final", "It is");
  keepWords(message("live", "It is five"), stored);
  assert.equal(stored.text.textContent, "It is");
});
