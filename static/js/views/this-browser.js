/** The part of the preferences that is about this browser alone: whether it may show notifications. */

import { notifying, wantNotifications } from "../notifying.js";
import { part } from "./parts.js";

const SAYS = {
  on: "On. Your system tells you when an answer, a tool or a question is there and you are elsewhere.",
  off: "A sign from your system when an answer, a tool or a question is there and you are elsewhere.",
  blocked: "Your browser blocks them for this site. Allow them in its site settings, then reload this page.",
  missing: "This browser shows none here.",
};

export function followThisBrowser() {
  document.body.addEventListener("htmx:load", draw);
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("[data-part=notifications]")) void turn();
  });
  draw();
}

async function turn() {
  await wantNotifications(notifying() !== "on");
  draw();
}

function draw() {
  const row = document.querySelector("[data-view=notifications]");
  if (!(row instanceof HTMLElement)) return;
  const state = notifying();
  const button = part(row, "notifications");
  row.hidden = false;
  part(row, "says").textContent = SAYS[state];
  button.hidden = state === "blocked" || state === "missing";
  button.textContent = state === "on" ? "Turn notifications off" : "Turn notifications on";
}
