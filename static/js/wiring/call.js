/** What happens in the call, and what of the page follows it. */

import { TalkingTabs } from "../talking-tabs.js";
import { keepFocus } from "../views/focus.js";
import { surface } from "../views/surface.js";

/** @param {import("./page.js").Page} page */
export function hearCall(page) {
  const { call, thread, talk, notices } = page;
  const talking = new TalkingTabs();
  call.on("facts", (facts) => keepFocus(surface(), () => page.draw(facts)));
  call.on("facts", (facts) => void hearOtherTabs(page, talking, facts));
  call.on("partial", (partial) => thread.grow(partial));
  call.on("partial", (partial) => page.callbar.captions.hear(partial));
  call.on("problem", (problem) => call.facts.phase === "error" || notices.problem(problem));
  call.on("note", (text) => notices.tell({ key: "note", text }));
  call.on("moved", (text) => notices.brief(text));
  call.on("ended", ({ reason }) => {
    thread.settle();
    notices.ended(reason, call.facts.microphone, () => talk.again(false));
  });
  call.on("gap", (gap) => notices.gap(gap));
}

/**
 * @param {import("./page.js").Page} page
 * @param {TalkingTabs} talking
 * @param {Readonly<import("../call/states.js").Facts>} facts
 */
async function hearOtherTabs({ call, notices }, talking, { phase, microphone }) {
  const talks = phase === "live" && microphone;
  if (!talks) notices.drop("echo");
  if (await talking.talks(talks ? call.conversation : null)) notices.echo(() => call.mute(true));
}
