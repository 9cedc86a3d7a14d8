/** One conversation on several devices: where its call is, going on with it here, and nobody being there at all. */

import { Idling } from "../call/idling.js";
import { deviceId } from "../device.js";
import { pressed } from "../views/navigation.js";
import { view } from "../views/parts.js";
import { StillThere } from "../views/still-there.js";
import { Whereabouts } from "../views/whereabouts.js";

/** @param {import("./page.js").Page} page */
export function hearElsewhere(page) {
  const { socket, call, thread, talk, notices } = page;
  const whereabouts = new Whereabouts({
    device: deviceId(), notices,
    conversation: () => thread.conversation,
    isHere: () => call.isOn && call.conversation === thread.conversation,
    goOn: () => talk.continueHere(),
    again: () => talk.again(true),
  });
  socket.on("where", (where) => whereabouts.hear(where));
  socket.on("session", (news) => whereabouts.follow(news));
  call.on("facts", () => whereabouts.look());
  call.on("elsewhere", () => whereabouts.ask());
  call.on("ended", ({ reason, news }) => {
    if (reason === "taken_over" && call.facts.microphone) whereabouts.taken(news);
  });
  pressed("[data-continue]", "click", (button) => continueRow(page, button));
}

/** @param {import("./page.js").Page} page */
export function hearIdling({ call, announcer }) {
  const idling = new Idling();
  const question = new StillThere(view("notices"), (text) => announcer.say(text));
  const stay = () => {
    call.stay();
    idling.stay();
  };
  call.on("limits", (limits) => idling.limit(limits));
  call.on("facts", (facts) => idling.hear(facts));
  idling.on("ask", (until) => question.ask(until, stay));
  idling.on("answered", () => question.drop());
  idling.on("over", (reason) => void call.end(reason));
}

/**
 * From the list: the call goes on here, and the page with it.
 * @param {import("./page.js").Page} page
 * @param {HTMLElement} button
 */
function continueRow({ talk }, button) {
  const link = button.closest("[data-row]")?.querySelector("a");
  talk.continueHere({ conversation: button.dataset.continue ?? "", title: link?.querySelector("span")?.textContent ?? "" });
  link?.click();
}
