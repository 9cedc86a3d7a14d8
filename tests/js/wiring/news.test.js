import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Emitter } from "../../../static/js/lib/emitter.js";
import { hearNews } from "../../../static/js/wiring/news.js";
import { define } from "../fakes/page.js";

/** @type {number} */ let count;
/** @type {any} */ let page;
const ANSWER = { id: "a", status: "final", html: '<article data-role="assistant">' };

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  count = 0;
  const document = Object.assign(new EventTarget(), {
    hidden: true, body: { dataset: { user: "alice" } }, getElementById: () => null,
  });
  define(globalThis, "document", document);
  define(globalThis, "BroadcastChannel", class { postMessage() {} });
  page = {
    socket: new Emitter(),
    call: { isOn: false, conversation: "c", facts: { microphone: true } },
    talk: { asked: "" },
    thread: { conversation: "c", title: "Lisbon" },
    announcer: { news: (/** @type {number} */ now) => (count = now) },
  };
  hearNews(page);
});

afterEach(() => mock.timers.reset());

test("an answer is news", () => {
  page.socket.emit("changes", { conversation: "c", messages: [ANSWER] });
  assert.equal(count, 1);
});

test("an answer that is heard in this tab's own call is none", () => {
  page.call.isOn = true;
  page.socket.emit("changes", { conversation: "c", messages: [ANSWER] });
  assert.equal(count, 0);
});

test("a row that stands on the page already is none when it comes again", () => {
  const dataset = { role: "assistant", status: "final" };
  Object.assign(document, { getElementById: () => ({ dataset }) });
  page.socket.emit("changes", { conversation: "c", messages: [ANSWER] });
  assert.equal(count, 0);
});

test("a call on any device that nobody ended is news, one that somebody ended is none", () => {
  for (const [session, reason] of ["ended", "taken_over", "limit", "idle"].entries()) {
    page.socket.emit("session", { session, conversation: "d", state: "ended", reason, title: "Rome" });
  }
  assert.equal(count, 2);
});
