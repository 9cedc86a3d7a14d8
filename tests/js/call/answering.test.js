import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { openModel } from "../fakes/answering.js";
import { seeded } from "../fakes/random.js";

const RUNS = 400;
const STEPS = 25;

beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"], now: 0 }));
afterEach(() => mock.timers.reset());

/** @param {number} ms in small steps, so that what is set within them comes in its turn */
function pass(ms) {
  for (let passed = 0; passed < ms; passed += 10) mock.timers.tick(10);
}

/**
 * Somebody writes, speaks and pauses while the server comes and goes.
 * @param {number} seed
 * @param {(model: ReturnType<typeof openModel>, chance: number) => void} server
 */
function play(seed, server) {
  const random = seeded(seed);
  const model = openModel(random);
  const typed = [];
  for (let step = 0; step < STEPS; step += 1) {
    const chance = random();
    if (chance < 0.35) model.type(typed[typed.push(`typed-${step}`) - 1]);
    else if (chance < 0.5) model.provider.speak();
    else server(model, random());
    pass(random() < 0.5 ? random() * 300 : random() * 4_000);
  }
  pass(60_000);
  return { ...model.provider, typed };
}

/** @param {ReturnType<typeof play>} played */
function check({ items, responses, typed }, seed = 0) {
  const known = Math.max(0, ...responses.map(({ knew }) => knew));
  for (const id of typed) assert.ok(items.indexOf(id) >= 0 && items.indexOf(id) < known, `seed ${seed}: ${id} was never answered`);
  for (const [at, { id, by, knew }] of responses.entries()) {
    assert.ok(knew > (responses[at - 1]?.knew ?? 0), `seed ${seed}: ${id} by ${by} answers again what was answered`);
  }
}

/** @param {(model: ReturnType<typeof openModel>, chance: number) => void} server */
function each(server, runs = RUNS) {
  for (let seed = 1; seed <= runs; seed += 1) {
    check(play(seed, server), seed);
    mock.timers.setTime(Date.now());
  }
}

test("with no sideband nothing is answered twice, and nothing never", () => {
  each(() => {});
});

test("with a sideband from the start it is the same, though the server is slow at times", () => {
  each(({ server }) => server.attach());
});

test("with a sideband that is lost and comes back at any moment it is the same", () => {
  each(({ server }, chance) => (chance < 0.5 ? server.attach() : server.lose()));
});

test("the model can tell: a page that never leaves asking to the server answers twice", () => {
  const doubled = () => {
    const model = openModel(seeded(1));
    model.server.attach();
    pass(1_000);
    model.type("one");
    pass(5_000);
    model.provider.take({ type: "response.create" }, "somebody");
    pass(5_000);
    check({ ...model.provider, typed: ["one"] });
  };
  assert.throws(doubled, /answers again/);
});
