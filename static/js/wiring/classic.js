/** The two modes of a conversation: switching, stopping an answer, and what happens when Live cannot connect. */

import { NO_CALL } from "../call/states.js";
import { ModeSwitch } from "../views/mode-switch.js";
import { view } from "../views/parts.js";

/** What stands between a call and its provider; anything else Classic would not cure. */
const NOT_CONNECTED = new Set([
  "no_key", "bad_key", "no_quota", "no_model_access", "unknown_model", "provider_refused", "provider_unreachable", "too_fast",
]);

/** @param {import("./page.js").Page} page */
export function hearClassic(page) {
  const { socket, call, classic } = page;
  const shown = new ModeSwitch(view("dock"), {
    toggle: () => void toggle(page, shown),
    stop: () => void classic.stop().catch((error) => page.failed(error)),
  });
  socket.on("mode", (standing) => classic.hear(standing));
  socket.on("partial", (partial) => classic.grow(partial));
  classic.on("change", () => shown.draw(classic));
  // A call that was live and broke off is another matter: it goes on where it was.
  call.on("problem", ({ code, message }) => {
    if (call.facts.phase === "error" && !call.startedAt && NOT_CONNECTED.has(code)) void rollBack(page, message);
  });
}

/**
 * @param {import("./page.js").Page} page
 * @param {ModeSwitch} shown
 */
async function toggle(page, shown) {
  const { call, thread, classic, notices } = page;
  shown.busy(true);
  try {
    if (call.isOn && call.conversation === thread.conversation) await call.end("ended");
    for (const note of await classic.switch(classic.current === "live" ? "classic" : "live")) notices.brief(note);
    notices.drop("rolled-back");
  } catch (error) {
    page.failed(error);
  } finally {
    shown.busy(false);
  }
}

/**
 * The conversation goes on in Classic, and what was written is answered there.
 * @param {import("./page.js").Page} page
 * @param {string} why
 */
async function rollBack(page, why) {
  const { call, thread, classic, talk, notices } = page;
  const { microphone } = call.facts;
  if (call.conversation !== thread.conversation) return;
  try {
    await classic.switch("classic");
  } catch (error) {
    return page.failed(error);
  }
  call.change(NO_CALL);
  const action = { label: "Try Live again", run: () => talk.again(false) };
  notices.tell({ key: "rolled-back", text: `Live could not connect: ${why} This conversation goes on in Classic.`, danger: true, action });
  if (!microphone) await classic.ask().catch((error) => page.failed(error));
}
