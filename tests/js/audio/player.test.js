import assert from "node:assert/strict";
import { test } from "node:test";

import { Player } from "../../../static/js/audio/player.js";
import { define } from "../fakes/page.js";
import { until } from "../fakes/wait.js";

test("a voice that the browser refuses before a tap is told, and plays with the tap", async () => {
  const page = new EventTarget();
  let tapped = false;
  const play = async () => { if (!tapped) throw new DOMException("no tap yet", "NotAllowedError"); };
  define(globalThis, "document", Object.assign(page, { createElement: () => ({ play }) }));
  /** @type {boolean[]} */ const told = [];
  new Player((held) => told.push(held)).play(/** @type {any} */ ({}));
  await until(() => told.length === 1);
  tapped = true;
  page.dispatchEvent(new Event("pointerdown"));
  await until(() => told.length === 2);
  assert.deepEqual(told, [true, false]);
});
