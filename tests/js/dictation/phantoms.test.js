import assert from "node:assert/strict";
import { test } from "node:test";

import { isPhantom } from "../../../static/js/dictation/phantoms.js";

const KNOWN = { always: ["thanks for watching"], short: ["thank you"] };

test("nothing, and what nobody dictates, is no text", () => {
  for (const text of ["", "  …", "Thanks for watching!"]) assert.ok(isPhantom(text, 5_000, KNOWN), text);
});

test("what may be said is doubted only where there was hardly any voice", () => {
  assert.ok(isPhantom("Thank you.", 160, KNOWN));
  assert.ok(!isPhantom("Thank you.", 600, KNOWN));
  assert.ok(!isPhantom("Thank you for the fish.", 160, KNOWN));
});
