/** What the assistant has this page do. */

import { open } from "../tools/open.js";
import { Runs } from "../tools/runs.js";
import { view } from "../views/parts.js";

/** @param {import("./page.js").Page} page */
export function hearTools({ socket, call }) {
  const link = /** @type {HTMLAnchorElement} */ (view("leads"));
  const runs = new Runs({ open: (task) => open(link, task) }, (frame) => socket.send(frame));
  socket.on("run", (run) => void runs.hear(run));
  call.on("ended", () => runs.forget());
}
