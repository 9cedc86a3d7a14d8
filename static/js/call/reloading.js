/** Lets a call outlive a reload: its session ends with the page, and what the next page needs to go on with it is kept. */

import { saveCall } from "./saved-call.js";
import { endSession } from "./sessions.js";

/**
 * @typedef {object} Parts
 * @property {import("./situation.js").Situation} call
 * @property {import("./line.js").Line} line
 * @property {import("./ending.js").Ending} ending
 * @property {string} user
 */

export class Reloading {
  #parts;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
    parts.call.on("facts", () => this.#save());
    globalThis.addEventListener("pagehide", () => this.#leave());
  }

  /** A page that crashes does not leave. */
  #save() {
    const { call, line, user } = this.#parts;
    const again = call.again();
    if (again) saveCall(user, { ...again, moves: (line.session ?? line.left)?.id, bySocket: line.isBySocket });
  }

  #leave() {
    const { call, line, ending, user } = this.#parts;
    const again = call.again();
    const session = ending.over("left");
    if (again && session) void endSession(again.conversation, session.id, "left");
    if (again) saveCall(user, { ...again, moves: session?.id, bySocket: line.isBySocket });
  }
}
