import assert from "node:assert/strict";
import { test } from "node:test";

import { clock } from "../../../static/js/call/warnings.js";
import { Whereabouts } from "../../../static/js/views/whereabouts.js";

const SINCE = "2026-11-21T14:02:00+00:00";
const AT = clock(Date.parse(SINCE));
const NEWS = /** @type {const} */ ({
  session: "s1", conversation: "c1", state: "live", device: "phone", device_name: "Firefox, Windows",
  since: SINCE, continued_on: "", output: "audio",
});

function page() {
  const state = { conversation: "c1", isHere: false, said: "", asked: 0, went: /** @type {string[]} */ ([]) };
  const notices = /** @type {any} */ ({
    elsewhere: (/** @type {string} */ text, /** @type {() => void} */ run) => Object.assign(state, { said: text, asked: state.asked + 1, run }),
    drop: () => (state.said = ""),
  });
  const whereabouts = new Whereabouts({
    device: "laptop", notices, conversation: () => state.conversation, isHere: () => state.isHere,
    goOn: () => state.went.push("here"), again: () => state.went.push("again"),
  });
  return { state, whereabouts };
}

test("a call on another device is said, with its name and since when", () => {
  const { state, whereabouts } = page();
  whereabouts.hear({ conversation: "c1", live: NEWS });
  assert.equal(state.said, `In a call on Firefox, Windows · since ${AT}`);
});

test("one that begins or ends while somebody looks is said and taken back", () => {
  const { state, whereabouts } = page();
  whereabouts.follow(NEWS);
  assert.match(state.said, /^In a call on/);
  whereabouts.follow({ ...NEWS, state: "ended" });
  assert.equal(state.said, "");
});

test("another tab of the same browser is called so", () => {
  const { state, whereabouts } = page();
  whereabouts.follow({ ...NEWS, device: "laptop" });
  assert.match(state.said, /^In a call in another tab of this browser/);
});

test("this tab's own call, another conversation's and a line for writing are nothing to say", () => {
  const { state, whereabouts } = page();
  whereabouts.follow({ ...NEWS, conversation: "c2" });
  whereabouts.follow({ ...NEWS, output: "text" });
  state.isHere = true;
  whereabouts.follow(NEWS);
  state.isHere = false;
  whereabouts.look(); // its end is not told yet
  assert.equal(state.asked, 0);
});

test("what was put away does not come again, until there is another call", () => {
  const { state, whereabouts } = page();
  whereabouts.follow(NEWS);
  whereabouts.look();
  assert.equal(state.asked, 1);
  whereabouts.follow({ ...NEWS, state: "ended" });
  whereabouts.follow({ ...NEWS, session: "s2" });
  assert.equal(state.asked, 2);
});

test("a call that was taken over says where it goes on, as long as it does", () => {
  const { state, whereabouts } = page();
  state.isHere = true;
  whereabouts.follow({ ...NEWS, session: "mine", device: "laptop" });
  state.isHere = false;
  const ended = /** @type {const} */ ({ ...NEWS, session: "mine", state: "ended", continued_on: "Chrome, Android" });
  whereabouts.taken(ended);
  whereabouts.follow(ended);
  whereabouts.follow(NEWS);
  assert.equal(state.said, "Continued on Chrome, Android. You can read along here.");
  whereabouts.follow({ ...NEWS, state: "ended" });
  assert.equal(state.said, "");
});

test("another page forgets it", () => {
  const { state, whereabouts } = page();
  whereabouts.follow(NEWS);
  state.conversation = "c2";
  whereabouts.look();
  assert.equal(state.said, "");
});
