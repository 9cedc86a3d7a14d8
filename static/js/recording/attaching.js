/** Which kept sound belongs to what stands in the field: it is hung on the message when that is sent. */

import { postJson } from "../lib/http.js";

export class Attaching {
  #prefix;
  #storage;

  /**
   * @param {string} user
   * @param {Storage} [storage] as the drafts: through a reload of this tab
   */
  constructor(user, storage = sessionStorage) {
    this.#prefix = `parley.recorded.${user}.`;
    this.#storage = storage;
  }

  /**
   * @param {string} conversation
   * @param {string | null} recording the newest one counts
   */
  note(conversation, recording) {
    if (recording) this.#storage.setItem(this.#prefix + conversation, recording);
    else this.#storage.removeItem(this.#prefix + conversation);
  }

  /**
   * @param {string} conversation
   * @param {string} clientId under which the message was sent
   * @returns {Promise<void>}
   * @throws {import("../lib/problem.js").Problem}
   */
  async sent(conversation, clientId) {
    const recording = this.#storage.getItem(this.#prefix + conversation);
    if (!recording) return;
    this.note(conversation, null);
    await postJson(`/conversations/${conversation}/recordings/${recording}/message/`, { client_id: clientId });
  }
}
