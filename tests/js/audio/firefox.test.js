import assert from "node:assert/strict";
import { describe, test } from "node:test";

import { outputLatencyOf } from "../../../static/js/audio/firefox.js";
import { define } from "../fakes/page.js";

/**
 * @param {number} outputLatency
 * @param {number} baseLatency
 */
const reporting = (outputLatency, baseLatency) => /** @type {AudioContext} */ ({ outputLatency, baseLatency });

describe("how long sound takes to the ear", () => {
  test("is what the browser says", () => {
    define(globalThis, "navigator", {});
    assert.equal(outputLatencyOf(reporting(0.05, 0.01)), 0.05);
    assert.equal(outputLatencyOf(reporting(0, 0.01)), 0.01);
  });

  test("is never asked of Firefox, which may stand still over it", () => {
    define(globalThis, "navigator", { mozGetUserMedia: () => {} });
    const trap = Object.defineProperty(/** @type {any} */ ({}), "outputLatency", { get: () => assert.fail("it was read") });
    assert.equal(outputLatencyOf(trap), 0);
  });
});
