/** What failed in the thread, and what the person can do about it. */

import { postJson } from "../lib/http.js";
import { Problem } from "../lib/problem.js";
import { pressed } from "../views/navigation.js";
import { Offering } from "../views/offering.js";
import { view } from "../views/parts.js";

/** States of the call bar that offer something themselves. */
const TOLD = new Set(["error", "permission"]);

/** @param {import("./page.js").Page} page */
export function hearRetries(page) {
  const { call, thread, talk, composer, socket, callbar } = page;
  const { classic } = page;
  const isTold = () => classic.answering !== null || TOLD.has(view("call").dataset.state ?? "");
  const offering = new Offering(call, thread, isTold);
  classic.on("change", () => offering.look());
  call.on("facts", () => offering.look());
  call.on("partial", (partial) => offering.hear(partial));
  callbar.on("dismiss", () => offering.look());
  for (const news of ["changes", "partial"]) socket.on(news, () => offering.look());
  const press = (/** @type {string} */ what, /** @type {() => void} */ act) =>
    pressed(`[data-offer=${what}]`, "click", () => {
      view("thread").focus({ preventScroll: true }); // the button goes
      act();
    });
  press("answer", () => talk.ask());
  press("say", () => talk.begin(true));
  press("write", () => composer.focus());
  pressed("[data-run]", "click", (button) => void run(page, /** @type {HTMLButtonElement} */ (button), false));
}

/**
 * A failed tool call, once more: the server asks back when the tool changes something.
 * @param {import("./page.js").Page} page
 * @param {HTMLButtonElement} button
 * @param {boolean} confirmed
 */
async function run(page, button, confirmed) {
  const { run: address = "", attempts } = button.dataset;
  const { conversation } = page.thread;
  button.disabled = true;
  try {
    tell(page, conversation, await postJson(address, { attempts: Number(attempts), confirmed }));
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "asks_first") return page.failed(error);
    const action = { label: "Run it again", run: () => void run(page, button, true) };
    page.notices.tell({ key: "confirm", text: error.message, action });
  } finally {
    button.disabled = false;
  }
}

/**
 * The model takes the new result for the old one, and answers; with no call it is in the next one's replay.
 * @param {import("./page.js").Page} page
 * @param {string | null} conversation
 * @param {{state: string, item: import("../call/placed-items.js").Item}} outcome
 */
function tell({ call }, conversation, { state, item }) {
  if (state !== "done" || call.conversation !== conversation) return;
  call.deliver({ items: [item], respond: true, again: true });
}
