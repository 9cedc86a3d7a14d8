/**
 * From sound to words in their order, over one connection after another. No I/O.
 * Events: `send` (an event for the provider), `open` {key, after} (a text begins; after another one), `text` {key, text},
 * `settled` {key, text, voiceMs} (in the order in which it was said), `failed` {key, seconds}, `drop` {key}, `usage`, `change`.
 */

import { Emitter } from "../lib/emitter.js";
import { ItemsOf } from "./items.js";
import { BYTES_PER_MS, Utterance } from "./utterance.js";

/** More than any pause that ends a turn. */
const TAIL_MS = 300;

export class Utterances extends Emitter {
  /** @type {Utterance[]} */ #all = [];
  /** The one that is being spoken. @type {Utterance | null} */ #spoken = null;
  /** @type {Map<number, Utterance>} */ #failed = new Map();
  #items = new ItemsOf(this);
  #keys = 0;
  #sent = 0;
  #isConnected = false;
  /** @type {{finds_turns: boolean, silence_ms: number}} */ #way = { finds_turns: false, silence_ms: 0 };

  get all() {
    return this.#all;
  }

  /** @returns {boolean} whether words are still to come */
  get isWaiting() {
    return this.#all.length > 0;
  }

  get hasFailed() {
    return this.#failed.size > 0;
  }

  /** @returns {number} a name for a text in the field */
  newKey() {
    return (this.#keys += 1);
  }

  /** @param {import("./speech-gate.js").Step} step */
  hearStep(step) {
    if (step.step === "begin") this.#begin();
    if (step.step === "end") this.#end(step);
    else for (const { pcm } of step.sounds) this.#add(pcm);
  }

  /** @param {{finds_turns: boolean, silence_ms: number}} way of the connection that is open from now on */
  connected(way) {
    [this.#way, this.#isConnected, this.#sent] = [way, true, 0];
    for (const utterance of this.#all) this.#sayAgain(utterance);
  }

  disconnected() {
    this.#isConnected = false;
  }

  /** @param {number} key of one that failed */
  retry(key) {
    const utterance = this.#failed.get(key);
    if (!utterance) return;
    this.#failed.delete(key);
    this.#all.push(utterance);
    if (this.#isConnected) this.#sayAgain(utterance);
    this.emit("change");
  }

  /** @param {number} key of one that failed */
  discard(key) {
    this.#failed.delete(key);
    this.emit("drop", { key });
  }

  /** What could not be written down is put aside, its sound kept. */
  giveUp() {
    for (const utterance of this.#all.splice(0)) {
      for (const key of utterance.restart(0)) this.emit("drop", { key });
      if (utterance.spare !== null) this.fail(utterance.spare, utterance.take(null), utterance.voiceMs);
    }
    this.emit("change");
  }

  /** What the provider has not taken for speech by now is none. */
  forgetUnheard() {
    const unheard = this.#all.filter((one) => one.isCommitted && one.items.length === 0);
    for (const utterance of unheard) {
      if (utterance.spare !== null) this.emit("drop", { key: utterance.spare });
      this.remove(utterance);
    }
    this.#items.settle();
  }

  /** @param {any} event of the provider */
  hear(event) {
    this.#items.hear(event);
  }

  /**
   * @param {number} key
   * @param {ArrayBuffer[]} sound
   * @param {number} voiceMs
   */
  fail(key, sound, voiceMs) {
    const failed = new Utterance(key);
    Object.assign(failed, { isClosed: true, voiceMs });
    for (const pcm of sound) failed.add(pcm);
    this.#failed.set(key, failed);
    this.emit("failed", { key, seconds: Math.ceil(failed.bytes / BYTES_PER_MS / 1000) });
  }

  /** @returns {Utterance} for words of which nobody knows when they were said */
  adopt() {
    const utterance = new Utterance(this.newKey());
    Object.assign(utterance, { isClosed: true, isCommitted: true });
    this.#all.push(utterance);
    this.emit("open", { key: utterance.spare, after: null });
    return utterance;
  }

  /** @param {Utterance} utterance */
  remove(utterance) {
    this.#all = this.#all.filter((one) => one !== utterance);
    this.emit("change");
  }

  #begin() {
    const utterance = new Utterance(this.newKey());
    utterance.base = this.#sent;
    this.#spoken = utterance;
    this.#all.push(utterance);
    this.emit("open", { key: utterance.spare, after: null });
  }

  /** @param {{isSpeech: boolean, voiceMs: number}} step */
  #end({ isSpeech, voiceMs }) {
    const utterance = this.#spoken;
    if (!utterance) return;
    this.#spoken = null;
    Object.assign(utterance, { isClosed: true, voiceMs });
    if (isSpeech || utterance.items.length) return this.#close(utterance);
    if (this.#isConnected && !this.#way.finds_turns) this.emit("send", { type: "input_audio_buffer.clear" });
    this.emit("drop", { key: utterance.spare });
    this.remove(utterance);
  }

  /** @param {ArrayBuffer} pcm */
  #add(pcm) {
    this.#spoken?.add(pcm);
    if (this.#isConnected) this.#transmit(pcm);
  }

  /** @param {Utterance} utterance */
  #close(utterance) {
    this.emit("change");
    if (!this.#isConnected) return;
    utterance.isCommitted = true;
    // A turn that the provider finds ends in silence: it is given at once what it waits for.
    if (this.#way.finds_turns) this.#transmit(new ArrayBuffer((this.#way.silence_ms + TAIL_MS) * BYTES_PER_MS));
    else this.emit("send", { type: "input_audio_buffer.commit" });
    this.#items.settle();
  }

  /** @param {Utterance} utterance */
  #sayAgain(utterance) {
    for (const key of utterance.restart(this.#sent)) this.emit("drop", { key });
    if (utterance.spare === null) {
      utterance.spare = this.newKey();
      this.emit("open", { key: utterance.spare, after: null });
    }
    this.emit("text", { key: utterance.spare, text: "" });
    for (const pcm of utterance.sound) this.#transmit(pcm);
    if (utterance.isClosed) this.#close(utterance);
  }

  /** @param {ArrayBuffer} pcm */
  #transmit(pcm) {
    this.#sent += pcm.byteLength;
    this.emit("sound", pcm);
  }
}
