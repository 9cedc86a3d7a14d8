/**
 * Live or Classic: the mode of the conversation on the page, and the answer that the server writes in Classic.
 * Event: `change`, when something of it is different.
 */

import { Emitter } from "../lib/emitter.js";
import { postJson } from "../lib/http.js";

/** @typedef {'live'|'classic'} ModeName */
/** @typedef {{conversation: string, mode: ModeName, answering: string | null}} Standing the content of a `mode` frame */

export class Classic extends Emitter {
  /** @type {ModeName} */ current = "live";
  /** The answer that is being written. @type {string | null} */ answering = null;
  /** Its first words are here. */ isWriting = false;
  #conversation = "";

  /**
   * Another conversation stands on the page.
   * @param {string | null} conversation
   * @param {string} [mode]
   */
  show(conversation, mode) {
    this.#conversation = conversation ?? "";
    this.#become({ mode: mode === "classic" ? "classic" : "live", answering: null });
  }

  /** @param {Standing} standing */
  hear({ conversation, mode, answering }) {
    if (conversation === this.#conversation) this.#become({ mode, answering });
  }

  /** @param {{conversation: string, role: string}} partial */
  grow({ conversation, role }) {
    if (conversation !== this.#conversation || role !== "assistant" || this.isWriting || !this.answering) return;
    this.isWriting = true;
    this.emit("change");
  }

  /**
   * What is under way in the other mode ends on the server; a call of this tab has said goodbye before.
   * @param {ModeName} mode
   * @returns {Promise<string[]>} what differs there, one sentence each
   * @throws {import("../lib/problem.js").Problem}
   */
  async switch(mode) {
    const conversation = this.#conversation;
    const { notes } = await postJson(`/conversations/${conversation}/mode/`, { mode });
    if (conversation === this.#conversation) this.#become({ mode, answering: null });
    return notes;
  }

  /**
   * An answer to what was said last.
   * @throws {import("../lib/problem.js").Problem}
   */
  async ask() {
    const conversation = this.#conversation;
    const { answering } = await postJson(`/conversations/${conversation}/answers/`, {});
    this.hear({ conversation, mode: "classic", answering });
  }

  /** @throws {import("../lib/problem.js").Problem} */
  async stop() {
    await postJson(`/conversations/${this.#conversation}/answers/end/`, {});
  }

  /** @param {{mode: ModeName, answering: string | null}} now */
  #become({ mode, answering }) {
    if (answering !== this.answering) this.isWriting = false;
    this.current = mode;
    this.answering = answering;
    this.emit("change");
  }
}
