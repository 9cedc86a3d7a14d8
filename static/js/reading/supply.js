/**
 * What is to be said next: waits while a message grows, and asks for words where the provider has no voice.
 * Event: `browser`, from now on the browser's own voice reads.
 */

import { BrowserVoice } from "../audio/browser-voice.js";
import { Emitter } from "../lib/emitter.js";
import { Problem } from "../lib/problem.js";
import { Sentences } from "./sentences.js";

const KEPT_MESSAGES = 4;
/** A sentence that the page has heard is stored a moment later; one that is not written yet may take long. */
const SOONEST_MS = 40;
const LATEST_MS = 400;
const NO_VOICE = new Problem("no_voice", "Neither this server's provider nor this browser can read aloud.", false);

/** @typedef {{conversation: string, message: string}} Which */

export class Supply extends Emitter {
  byBrowser = false;
  /** @type {Map<string, Sentences>} */ #kept = new Map();
  #growth = 0;
  #grew = () => {};

  /**
   * @param {Which} which
   * @returns {Sentences}
   */
  of({ conversation, message }) {
    const found = this.#kept.get(message) ?? new Sentences(conversation, message);
    this.#kept.delete(message);
    this.#kept.set(message, found);
    for (const old of [...this.#kept.keys()].slice(0, -KEPT_MESSAGES)) this.#kept.delete(old);
    return found;
  }

  /**
   * @param {Sentences} sentences
   * @param {number} number
   * @param {() => boolean} isWanted asked whenever something has changed
   * @returns {Promise<import("./sentences.js").Sentence | null>} null past the end, or when it is wanted no more
   * @throws {Problem}
   */
  async wait(sentences, number, isWanted) {
    for (let pause = SOONEST_MS; isWanted(); ) {
      if (sentences.of !== null && number >= sentences.of) return null;
      const growth = this.#growth;
      const found = await this.#ask(sentences, number);
      if (found || sentences.of !== null) return found;
      if (growth === this.#growth) await this.#grown(pause);
      pause = growth === this.#growth ? Math.min(2 * pause, LATEST_MS) : SOONEST_MS;
    }
    return null;
  }

  /** @param {number} pause when nothing is told of it */
  #grown(pause) {
    return new Promise((grew) => {
      this.#grew = () => grew(undefined);
      setTimeout(this.#grew, pause);
    });
  }

  /** There may be a sentence more by now, or nobody waits any more. */
  look() {
    this.#growth += 1;
    this.#grew();
  }

  /**
   * So that it is there when it is due; what goes wrong is told then.
   * @param {Sentences} sentences
   * @param {number} number
   */
  fetch(sentences, number) {
    if (sentences.of === null || number < sentences.of) this.#ask(sentences, number).catch(() => {});
  }

  /**
   * @param {Sentences} sentences
   * @param {number} number
   * @returns {Promise<import("./sentences.js").Sentence | null>}
   */
  async #ask(sentences, number) {
    try {
      return await sentences.get(number, this.byBrowser ? "text" : "sound");
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "no_speech") throw error;
      if (!BrowserVoice.isThere) throw NO_VOICE;
      if (!this.byBrowser) this.emit("browser");
      this.byBrowser = true;
      return sentences.get(number, "text");
    }
  }
}
