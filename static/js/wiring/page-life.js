/** The page goes, comes back by Back as it was, is looked at again: its socket and its call with it. */

import { pressed } from "../views/navigation.js";

/** @param {import("./page.js").Page} page */
export function hearPageLife({ socket, talk }) {
  let isLoggedOut = false;
  pressed("[data-logout]", "submit", () => (isLoggedOut = true));
  // The call has left already: it listens since it was made. An open socket would keep the page from being kept.
  addEventListener("pagehide", () => socket.rest());
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    if (isLoggedOut) return location.reload(); // what stands here is nobody's any more
    socket.connect(); // what was missed comes by revision
    void talk.resume();
  });
  document.addEventListener("visibilitychange", () => document.hidden || socket.look());
}
