/** The quiet lines under the composer: each stays as long as its fact does. */

import { part } from "./parts.js";

/** @typedef {import("../call/states.js").Facts} Facts */

export class Connection {
  #root;
  #online = true;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {boolean} online the tab's socket is open */
  online(online) {
    this.#online = online;
    this.#show("offline", !online);
    this.#show("paused", false); // who is away has nothing to say about it; who is back says it again
  }

  /** It will not be back without a reload: a notice says so. */
  over() {
    this.#show("offline", false);
  }

  /** @param {boolean} on another tab has taken its place for now */
  resting(on) {
    this.#show("offline", false);
    this.#show("resting", on);
  }

  /** @param {boolean} paused the server hears no news of other tabs and devices just now */
  paused(paused) {
    this.#show("paused", paused && this.#online);
  }

  /** @param {Pick<Facts, 'saving'|'unsaved'>} facts */
  saving({ saving, unsaved }) {
    this.#show("saving", saving || unsaved);
  }

  /**
   * @param {string} line
   * @param {boolean} on
   */
  #show(line, on) {
    part(this.#root, line).hidden = !on;
  }
}
