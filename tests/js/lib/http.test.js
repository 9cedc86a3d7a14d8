import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { postJson } from "../../../static/js/lib/http.js";
import { installHttp } from "../fakes/http.js";
import { installPage } from "../fakes/page.js";

/** @type {import("../fakes/http.js").FakeServer} */ let server;

beforeEach(() => {
  installPage();
  server = installHttp();
});

test("it posts JSON with the CSRF token", async () => {
  server.answer(/thing/, () => ({ body: { id: 1 } }));
  assert.deepEqual(await postJson("/thing/", { a: 1 }), { id: 1 });
  assert.deepEqual(server.asked[0].body, { a: 1 });
  assert.equal(server.asked[0].headers["X-CSRFToken"], "c5rf");
});

test("no content is null", async () => {
  server.answer(/thing/, () => ({ status: 204 }));
  assert.equal(await postJson("/thing/", {}), null);
});

test("a refusal is a Problem with the server's own words", async () => {
  const error = { code: "gone", message: "It was deleted.", retry: false };
  server.answer(/thing/, () => ({ status: 410, body: { error } }));
  await assert.rejects(postJson("/thing/", {}), error);
});

test("a refusal that is no JSON still becomes a sentence", async () => {
  for (const [status, code] of /** @type {[number, string][]} */ ([[403, "forbidden"], [404, "not_found"], [500, "server_failed"]])) {
    server.answer(/thing/, () => ({ status, body: "<h1>no</h1>" }));
    await assert.rejects(postJson("/thing/", {}), { name: "Problem", code });
  }
});

test("a server that cannot be reached can be tried again", async () => {
  await assert.rejects(postJson("/nowhere/", {}), { code: "server_unreachable", retry: true });
});
