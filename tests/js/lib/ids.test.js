import assert from "node:assert/strict";
import { test } from "node:test";

import { uuid } from "../../../static/js/lib/ids.js";

test("an id is a random UUID of version 4, also where the page is not secure", () => {
  assert.match(uuid(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(uuid(), uuid());
});
