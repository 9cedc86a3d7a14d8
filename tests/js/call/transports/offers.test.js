import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

import { exchangeFor } from "../../../../static/js/call/transports/offers.js";
import { grant, openBorders, serverGrant } from "../../fakes/world.js";

/** @type {ReturnType<typeof openBorders>} */ let world;

beforeEach(() => void (world = openBorders()));

/** @param {import("../../../../static/js/call/sessions.js").Grant} granted */
function exchange(granted, signal = new AbortController().signal) {
  return exchangeFor(granted)("v=0 offer", signal);
}

describe("with a token", () => {
  test("the provider is asked, and its id of the call is read from the address it gives", async () => {
    const addresses = {
      "/v1/realtime/calls/rtc_u2_1": "rtc_u2_1", "https://p.test/v1/realtime/calls/rtc_2?x=1#y": "rtc_2", "rtc_3": "rtc_3",
    };
    for (const [Location, callId] of Object.entries(addresses)) {
      world.server.answer(/calls$/, () => ({ status: 201, body: "v=0 answer", headers: { Location } }));
      assert.deepEqual(await exchange(grant(1)), { sdp: "v=0 answer", callId });
    }
  });

  test("a provider that does not say its id is fine", async () => {
    world.server.answer(/calls$/, () => ({ status: 201, body: "v=0 answer" }));
    assert.deepEqual(await exchange(grant(1)), { sdp: "v=0 answer", callId: null });
  });
});

describe("by the server", () => {
  test("the offer goes to Parley as JSON, with the CSRF token and no other", async () => {
    world.server.answer(/offer\/$/, () => ({ status: 201, body: { sdp: "v=0 answer" } }));
    assert.deepEqual(await exchange(serverGrant(1)), { sdp: "v=0 answer", callId: null });
    const [{ url, body, headers }] = world.server.asked;
    assert.deepEqual([url, body], [serverGrant(1).calls_url, { sdp: "v=0 offer" }]);
    assert.deepEqual([headers["X-CSRFToken"], headers.Authorization], ["c5rf", undefined]);
  });

  test("a refusal is Parley's own sentence", async () => {
    const error = { code: "already_offered", message: "This call was set up before.", retry: false };
    world.server.answer(/offer\/$/, () => ({ status: 409, body: { error } }));
    await assert.rejects(exchange(serverGrant(1)), { name: "Problem", ...error });
  });
});
