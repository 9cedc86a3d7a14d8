import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Problem } from "../../../static/js/lib/problem.js";
import { Recordings } from "../../../static/js/recording/recordings.js";
import { Shelf } from "../../../static/js/recording/shelf.js";
import { installPage } from "../fakes/page.js";

const AWAY = new Problem("server_unreachable", "Away.", true);
const RECORDED = { sound: new Blob(["sound"]), ms: 1_500 };
const WRITTEN = { text: "Hello", recording: null, note: "" };

/** @type {Problem | null} */ let refusal;
/** @type {string[]} */ let sent;

beforeEach(() => {
  installPage();
  [refusal, sent] = [null, []];
});

/** @param {import("../../../static/js/recording/shelf.js").Kept} kept */
async function upload({ id }) {
  sent.push(id);
  if (refusal) throw refusal;
  return WRITTEN;
}

/** A page of this person. @param {string} [user] */
async function page(user = "alice") {
  const recordings = new Recordings(new Shelf(user), upload);
  /** @type {{ways: import("../../../static/js/recording/recordings.js").Way[], written: any[]}} */
  const seen = { ways: [], written: [] };
  recordings.on("change", (ways) => (seen.ways = ways));
  recordings.on("written", (written) => seen.written.push(written));
  await recordings.load();
  return { recordings, seen };
}

test("one that is written down leaves nothing behind", async () => {
  const { recordings, seen } = await page();
  await recordings.send("c", RECORDED);
  assert.deepEqual(seen.written, [{ ...WRITTEN, conversation: "c" }]);
  assert.deepEqual([seen.ways, (await page()).seen.ways], [[], []]);
});

test("one that fails is kept, also through a reload, and is the same one when it is sent again", async () => {
  refusal = AWAY;
  const { recordings, seen } = await page();
  await recordings.send("c", RECORDED);
  assert.equal(seen.ways[0].problem, "Away.");
  refusal = null;
  const after = await page();
  const [{ kept }] = after.seen.ways;
  await after.recordings.retry(kept.id);
  assert.deepEqual(sent, [kept.id, kept.id]);
  assert.equal(after.seen.written.length, 1);
  assert.deepEqual(after.seen.ways, []);
});

test("one that another tab has sent is not sent again", async () => {
  refusal = AWAY;
  const { recordings, seen } = await page();
  await recordings.send("c", RECORDED);
  const other = await page();
  refusal = null;
  await other.recordings.retry(seen.ways[0].kept.id);
  await recordings.retry(seen.ways[0].kept.id);
  assert.deepEqual([sent.length, seen.ways], [2, []]);
});

test("one that is discarded is gone, and is not taken up by an answer that comes late", async () => {
  refusal = AWAY;
  const { recordings, seen } = await page();
  await recordings.send("c", RECORDED);
  await recordings.discard(seen.ways[0].kept.id);
  assert.deepEqual([seen.ways, (await page()).seen.ways], [[], []]);
});

test("nobody else sees it, and logging out deletes it", async () => {
  refusal = AWAY;
  const { recordings } = await page();
  await recordings.send("c", RECORDED);
  assert.deepEqual((await page("bob")).seen.ways, []);
  await recordings.forget();
  assert.deepEqual((await page()).seen.ways, []);
});
