/** What was said and has no words yet: whoever leaves a session waits for them a moment. */

const COMMITTED = "input_audio_buffer.committed";
const WRITTEN = new Set([
  "conversation.item.input_audio_transcription.completed", "conversation.item.input_audio_transcription.failed",
  "conversation.item.deleted",
]);

export class LastWords {
  /** @type {Set<string | undefined>} */ #open = new Set();
  /** @type {(() => void)[]} */ #waiting = [];

  /** @param {import("./reduce.js").ProviderEvent} event */
  hear({ type, item_id: item }) {
    if (type === COMMITTED) this.#open.add(item);
    if (WRITTEN.has(type)) this.#open.delete(item);
    if (!this.#open.size) this.#waiting.splice(0).forEach((resolve) => resolve());
  }

  /** @returns {Promise<void>} when all that was said has its words, or never will */
  written() {
    if (!this.#open.size) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
