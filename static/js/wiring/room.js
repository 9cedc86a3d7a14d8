/** The voice room: what opens it. Its own script and style sheet come when it is first opened. */

import { pressed } from "../views/navigation.js";
import { view } from "../views/parts.js";
import { listen } from "../views/shortcuts.js";

const FAILED = "The voice room could not be loaded. Try again in a moment.";

/** @typedef {import("../room/room.js").Room} Room */

/** @param {import("./page.js").Page} page */
export function hearRoom(page) {
  const place = view("room");
  /** @type {Room | null} */ let room = null;
  /** @type {Promise<Room> | null} */ let coming = null;
  const open = async (/** @type {HTMLElement | null} */ opener) => {
    try {
      room = await (coming ??= furnish(page, place));
      room.open(opener);
    } catch (error) {
      coming = null;
      if (!(error instanceof TypeError)) throw error; // what could not be fetched
      page.warn(FAILED);
    }
  };
  const isTalking = () => view("dock").checkVisibility();
  const toggle = () => (place.hidden ? isTalking() && void open(null) : room?.close());
  const caption = () => (place.hidden ? page.callbar.captions.toggle() : room?.captions.toggle());
  pressed("[data-opens=room]", "click", (button) => void open(button));
  pressed("#conversations a, .room a", "click", () => room?.close());
  pressed("#new-conversation", "submit", () => room?.close());
  listen({ v: toggle, c: caption }, () => document.documentElement.dataset.singleKeys !== "off");
  page.drawn = (facts, description) => room?.draw(facts, description);
  page.call.on("partial", (partial) => room?.hear(partial));
}

/**
 * @param {import("./page.js").Page} page
 * @param {HTMLElement} place
 * @returns {Promise<Room>}
 */
async function furnish(page, place) {
  const { script = "", styles = "" } = place.dataset;
  const [module] = await Promise.all([import(script), styled(styles)]);
  const { Room } = /** @type {typeof import("../room/room.js")} */ (module);
  const { call, thread, talk, callbar } = page;
  return new Room(place, {
    call,
    thread,
    begin: () => talk.begin(true),
    interrupt: () => call.interrupt(),
    covers: (on) => callbar.cover(on),
    isHere: () => !call.isOn || call.conversation === thread.conversation,
    title: () => (call.isOn ? page.titleOfCall : thread.title),
    conversation: () => (call.isOn ? call.conversation : thread.conversation),
    redraw: () => page.draw(page.shown),
  });
}

/**
 * @param {string} address
 * @returns {Promise<void>} when it holds
 */
function styled(address) {
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  document.head.append(link);
  return new Promise((resolve, reject) => {
    link.addEventListener("load", () => resolve());
    link.addEventListener("error", () => (link.remove(), reject(new TypeError(FAILED))));
  });
}
