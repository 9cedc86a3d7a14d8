/** What the person does with a call by its buttons and by keys, and what keeps the screen on meanwhile. */

import { DeviceMenu } from "../views/device-menu.js";
import { hearHolding } from "../views/hold.js";
import { KeysSheet } from "../views/keys-sheet.js";
import { pressed } from "../views/navigation.js";
import { part, view } from "../views/parts.js";
import { listen, listenToChords } from "../views/shortcuts.js";
import { WakeLock } from "../wake-lock.js";

const TOO_SHORT = "That was too short. Hold it while you speak, and let go when you are done.";
const { dataset } = document.documentElement;

/** @param {import("./page.js").Page} page */
export function hearControls(page) {
  hearButtons(page);
  hearKeys(page);
  hearHold(page);
  hearDevices(page);
  const screen = new WakeLock();
  page.call.on("facts", () => screen.hold(page.call.isOn));
}

/** @param {import("./page.js").Page} page */
function hearButtons({ callbar, call, talk, thread }) {
  callbar.on("mute", () => talk.mute());
  callbar.on("stop", () => talk.pause());
  callbar.on("speak", () => talk.continueHere(call));
  callbar.on("interrupt", () => call.interrupt());
  callbar.on("orb", () => call.interrupt());
  // What was only half said is dropped, and its bubble with it.
  call.on("facts", ({ stopped }) => stopped && thread.settle());
}

/** @param {import("./page.js").Page} page */
function hearKeys({ call, talk }) {
  const sheet = new KeysSheet(view("keys"));
  pressed("[data-opens=keys]", "click", (button) => sheet.open(button));
  const acts = { m: () => talk.mute(), p: () => talk.pause(), i: () => call.interrupt(), "?": () => sheet.open() };
  listen(acts, () => dataset.singleKeys !== "off");
  const form = /** @type {HTMLFormElement} */ (document.getElementById("new-conversation"));
  listenToChords({ o: () => form.requestSubmit() });
}

/** @param {import("./page.js").Page} page */
function hearHold({ call, notices }) {
  const { controls } = call;
  hearHolding(part(view("call"), "hold"), {
    key: () => dataset.talkKey ?? "Space",
    isOn: () => call.facts.phase === "live" && call.facts.pushToTalk && !call.facts.stopped,
    isHeld: () => call.facts.holding,
    hold: () => controls.hold(),
    release: () => controls.release(),
  });
  controls.on("short", () => notices.brief(TOO_SHORT));
}

/** @param {import("./page.js").Page} page */
function hearDevices(page) {
  const { call } = page;
  const { controls } = call;
  const tried = (/** @type {Promise<void>} */ done) => void done.catch((error) => page.failed(error));
  const menu = new DeviceMenu(view("devices"), part(view("call"), "opens-devices"), {
    offer: (kind) => controls.devices.offer(kind),
    use: (kind, id) => tried(controls.devices.use(kind, id)),
    pushToTalk: (on) => tried(controls.pushToTalk(on)),
    isPushToTalk: () => call.facts.pushToTalk,
  });
  controls.devices.on("change", () => menu.refresh());
}
