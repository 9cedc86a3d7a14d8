/** The turns that the person ends by hand, and the items that they become. No I/O. */

import { uuid } from "../lib/ids.js";

export class OwnTurns {
  /** @type {string[]} the commits that are not answered yet */ #open = [];

  /** @returns {{type: string, event_id: string}} what ends the turn */
  commit() {
    const id = `commit_${uuid()}`;
    this.#open.push(id);
    return { type: "input_audio_buffer.commit", event_id: id };
  }

  /**
   * @param {import("./reduce.js").ProviderEvent} event
   * @returns {string | null} the item that a turn has become: it is to be answered
   */
  hear({ type, item_id = null, error }) {
    if (type === "error") this.#open = this.#open.filter((id) => id !== error?.event_id);
    if (type !== "input_audio_buffer.committed") return null;
    return this.#open.shift() ? item_id : null; // voice detection asks for its answers itself
  }
}
