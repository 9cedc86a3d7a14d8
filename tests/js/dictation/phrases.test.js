import assert from "node:assert/strict";
import { test } from "node:test";

import { commandIn } from "../../../static/js/dictation/phrases.js";

const PHRASES = { send: ["send message", "Nachricht senden", "メッセージを送信", "a.*b"], purge: ["clear message", "à la poubelle", ""] };

/** @param {string} text */
const found = (text) => {
  const { command, rest } = commandIn(text, PHRASES) ?? {};
  return command ? `${command}: ${rest}` : null;
};

test("a phrase at the end of an utterance is a command, and no part of the message", () => {
  assert.equal(found("What can you do? Send message."), "send: What can you do?");
  assert.equal(found("what can you do send message"), "send: what can you do");
  assert.equal(found("Bis morgen, NACHRICHT  senden!"), "send: Bis morgen");
  assert.equal(found("Clear message"), "purge: ");
  assert.equal(found("Tout ça, À LA POUBELLE…"), "purge: Tout ça");
  assert.equal(found("こんにちは。メッセージを送信。"), "send: こんにちは。");
});

test("a phrase elsewhere, in another word, or almost said is none", () => {
  for (const text of ["Send message to Bob", "resend message", "send a message", "", "message", "unclear message"]) {
    assert.equal(found(text), null, text);
  }
});

test("a phrase is words, never a pattern", () => {
  assert.equal(found("axxxb"), null);
  assert.equal(found("say a.*b"), "send: say");
});

test("an empty phrase is switched off", () => {
  assert.equal(commandIn("hello", { send: [""], purge: ["  ", "…"] }), null);
});
