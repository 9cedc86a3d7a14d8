/**
 * Recorded messages on their way to words: on the shelf first, so that whatever fails can be tried again.
 * Events: `change` (all that is under way, or waits), `written` (what became of one).
 */

import { Emitter } from "../lib/emitter.js";
import { uuid } from "../lib/ids.js";
import { Problem } from "../lib/problem.js";

/** @typedef {import("./shelf.js").Kept} Kept */
/** @typedef {{kept: Kept, part: number, problem: string | null}} Way part: sent so far, 0 to 1; problem: why it waits */

const LEFT = "It was not sent before this page was left.";

export class Recordings extends Emitter {
  #shelf;
  #upload;
  /** @type {Map<string, Way>} */ #ways = new Map();
  /** Those that no reload survives. @type {Set<string>} */ #loose = new Set();

  /**
   * @param {import("./shelf.js").Shelf} shelf
   * @param {typeof import("./upload.js").upload} upload
   */
  constructor(shelf, upload) {
    super();
    this.#shelf = shelf;
    this.#upload = upload;
  }

  /** What an earlier page has left. */
  async load() {
    await this.#shelf.forgetStrangers();
    for (const kept of await this.#shelf.all()) {
      if (!this.#ways.has(kept.id)) this.#ways.set(kept.id, { kept, part: 0, problem: LEFT });
    }
    this.#tell();
  }

  /**
   * @param {string} conversation
   * @param {import("./recorder.js").Recorded} recorded
   */
  async send(conversation, { sound, ms }) {
    const kept = { id: uuid(), conversation, sound, ms };
    this.#ways.set(kept.id, { kept, part: 0, problem: null });
    await this.#keep(kept);
    await this.#try(kept);
  }

  /** @param {string} id */
  async retry(id) {
    const way = this.#ways.get(id);
    if (!way?.problem) return;
    if (this.#loose.has(id) || (await this.#shelf.has(id))) return this.#try(way.kept);
    this.#ways.delete(id); // another tab has sent it, or discarded it
    this.#tell();
  }

  /** @param {string} id */
  async discard(id) {
    this.#ways.delete(id);
    this.#tell();
    await this.#shelf.drop(id);
  }

  /** On logging out. */
  async forget() {
    this.#ways.clear();
    this.#tell();
    await this.#shelf.forget();
  }

  /** @param {Kept} kept */
  async #keep(kept) {
    try {
      await this.#shelf.put(kept);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      this.#loose.add(kept.id); // no room, or a private window: this page has it still
    }
  }

  /** @param {Kept} kept */
  async #try(kept) {
    this.#note({ kept, part: 0, problem: null });
    try {
      const written = await this.#upload(kept, (part) => this.#note({ kept, part, problem: null }));
      await this.discard(kept.id);
      this.emit("written", { ...written, conversation: kept.conversation });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#note({ kept, part: 0, problem: error.message });
    }
  }

  /** @param {Way} way one that was discarded meanwhile is not taken up again */
  #note(way) {
    if (!this.#ways.has(way.kept.id)) return;
    this.#ways.set(way.kept.id, way);
    this.#tell();
  }

  #tell() {
    this.emit("change", [...this.#ways.values()]);
  }
}
