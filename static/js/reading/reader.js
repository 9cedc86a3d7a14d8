/**
 * Reads answers aloud, sentence by sentence, while they grow: the next one is fetched while one is played.
 * Events: `facts` (what is read, or null), `browser` (its own voice reads, for the provider has none), `problem`.
 */

import { BrowserVoice } from "../audio/browser-voice.js";
import { ReadOut } from "../audio/read-out.js";
import { Emitter } from "../lib/emitter.js";
import { Supply } from "./supply.js";

/** @typedef {import("./supply.js").Which} Which */
/** @typedef {import("./sentences.js").Sentence} Sentence */
/** @typedef {{message: string, of: number | null, at: number, isHeld: boolean}} Facts at: 0 to 1; of: null while it grows */
/** @typedef {{which: Which, sentences: import("./sentences.js").Sentences, number: number, said: Sentence | null}} Reading */

export class Reader extends Emitter {
  #speed;
  #readOut;
  #browser;
  #supply = new Supply();
  /** @type {Which[]} */ #queue = [];
  /** @type {Reading | null} */ #now = null;
  /** @type {Facts | null} */ facts = null;

  /**
   * @param {() => number} speed
   * @param {{readOut?: ReadOut, browser?: BrowserVoice}} [voices]
   */
  constructor(speed, { readOut = new ReadOut(), browser = new BrowserVoice() } = {}) {
    super();
    this.#speed = speed;
    this.#readOut = readOut;
    this.#browser = browser;
    readOut.on("progress", (part) => this.#progress(part));
    readOut.on("held", (isHeld) => this.facts && this.#tell({ ...this.facts, isHeld }));
    this.#supply.on("browser", () => this.emit("browser"));
  }

  /** @returns {string | null} whose answer is read now */
  get conversation() { return this.#now?.which.conversation ?? null; }

  /** @param {Which} which from its beginning, in place of what is read now */
  play(which) {
    this.stop();
    this.add(which);
  }

  /** @param {Which} which after what is read now */
  add(which) {
    this.#queue.push(which);
    if (!this.#now) void this.#readAll();
  }

  stop() {
    this.#queue = [];
    this.#now = null;
    this.#supply.look();
    this.#readOut.stop();
    this.#browser.stop();
    if (this.facts) this.#tell(null);
  }

  /** @param {string} message that may have a sentence more by now, or is complete */
  grown(message) {
    if (this.#now?.which.message !== message) return;
    this.#supply.look();
    this.#supply.fetch(this.#now.sentences, this.#now.number + 1);
  }

  async #readAll() {
    for (let which = this.#queue.shift(); which; which = this.#queue.shift()) {
      const now = (this.#now = { which, sentences: this.#supply.of(which), number: 0, said: null });
      await this.#read(now).catch((error) => this.#fail(now, error));
      if (this.#now !== now) return; // somebody has stopped it
      this.#now = null;
    }
    if (this.facts) this.#tell(null);
  }

  /** @param {Reading} now */
  async #read(now) {
    const isWanted = () => this.#now === now;
    this.#tell({ message: now.which.message, of: null, at: 0, isHeld: false });
    for (; isWanted(); now.number += 1) {
      now.said = await this.#supply.wait(now.sentences, now.number, isWanted);
      if (!now.said || !isWanted()) return;
      this.#supply.fetch(now.sentences, now.number + 1);
      this.#progress(0);
      await this.#say(now.said);
    }
  }

  /** @param {Sentence} sentence */
  #say({ sound, text }) {
    const speed = this.#speed();
    return sound ? this.#readOut.play(sound, speed) : this.#browser.play(text, speed);
  }

  /** @param {number} part of the sentence that is heard */
  #progress(part) {
    const said = this.#now?.said;
    if (!said || !this.facts) return;
    this.#tell({ ...this.facts, of: said.of, at: said.begins + part * (said.ends - said.begins) });
  }

  /**
   * @param {Reading} now
   * @param {unknown} error
   */
  #fail(now, error) {
    if (this.#now !== now) return;
    this.stop();
    this.emit("problem", error);
  }

  /** @param {Facts | null} facts */
  #tell(facts) {
    this.facts = facts;
    this.emit("facts", facts);
  }
}
