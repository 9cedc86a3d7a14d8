/** Where the person is: in the voice room while it is open, else at the dock. */

import { view } from "./parts.js";

/** @returns {HTMLElement} where focus goes on when a control of the call goes */
export function surface() {
  const room = view("room");
  return room.hidden ? view("dock") : room;
}
