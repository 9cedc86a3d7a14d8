/** What the debug log tells: frames of the socket, events of the provider, facts of the call. */

import { isDebugging, keepDebugging, outline } from "../lib/debugging.js";
import { pressed } from "../views/navigation.js";

/** @param {import("./page.js").Page} page */
export function hearDebugging({ socket, call }) {
  let on = isDebugging();
  const tell = (/** @type {string} */ topic) => (/** @type {any} */ what) => {
    if (on) console.debug(`parley ${(performance.now() / 1000).toFixed(3)} ${topic}`, outline(what));
  };
  socket.on("sent", tell("to the server"));
  socket.on("heard", tell("from the server"));
  socket.on("closed", tell("socket closed"));
  call.on("event", tell("from the provider"));
  call.on("facts", tell("call"));
  call.on("problem", tell("problem"));
  const show = () => document.querySelector("[data-debug]")?.setAttribute("aria-pressed", String(on));
  document.addEventListener("beforetoggle", show, { capture: true });
  pressed("[data-debug]", "click", () => {
    keepDebugging((on = !on));
    show();
  });
}
