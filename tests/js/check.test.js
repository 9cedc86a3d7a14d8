import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { ATTEMPTS, check } from "../../static/js/check.js";
import { Problem } from "../../static/js/lib/problem.js";
import { installHttp } from "./fakes/http.js";
import { installPage } from "./fakes/page.js";
import { rest } from "./fakes/wait.js";

const ANSWERS = { status: 200, body: { ms: 12 } };
const TOO_FAST = refused(429, "too_fast", "That was a little fast.");
const BAD_KEY = refused(502, "bad_key", "The key is wrong.");

/** @type {import("./fakes/http.js").FakeServer} */ let server;
/** @type {string[]} */ let told;

beforeEach(() => {
  mock.timers.enable({ apis: ["setTimeout"] });
  installPage();
  server = installHttp();
  told = [];
});

afterEach(() => mock.timers.reset());

test("a second check at once waits until the server asks again, and blames nobody", async () => {
  answerInTurn(TOO_FAST, ANSWERS);
  await tryProvider();
  assert.deepEqual(told, ["provider trying"]);
  mock.timers.tick(2_500);
  await rest();
  assert.deepEqual(told, ["provider trying", "provider good"]);
});

test("a server that stays in a hurry is told of after the second try", async () => {
  answerInTurn(TOO_FAST, TOO_FAST);
  await tryProvider();
  mock.timers.tick(2_500);
  await rest();
  assert.deepEqual(told, ["provider trying", "provider bad"]);
});

test("what the provider refuses is told at once", async () => {
  answerInTurn(BAD_KEY);
  await tryProvider();
  assert.deepEqual(told, ["provider trying", "provider bad"]);
});

test("what fails is told and the rest is tried", async () => {
  const fails = async () => {
    throw new Problem("no_network", "No way out.", true);
  };
  await check(tell, { network: fails, socket: async () => "Open." });
  assert.deepEqual(told, ["network trying", "network bad", "socket trying", "socket good"]);
});

async function tryProvider() {
  void check(tell, { provider: ATTEMPTS.provider });
  await rest();
}

/** @param {string} name @param {string} outcome */
function tell(name, outcome) {
  told.push(`${name} ${outcome}`);
}

/** @param {import("./fakes/http.js").Answer[]} answers */
function answerInTurn(...answers) {
  server.answer(/provider/, () => /** @type {import("./fakes/http.js").Answer} */ (answers.shift()));
}

/** @param {number} status @param {string} code @param {string} message */
function refused(status, code, message) {
  return { status, body: { error: { code, message, retry: true } } };
}
