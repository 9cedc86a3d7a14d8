/**
 * Plays answers that come in pieces, as a MediaStream (worklets/playout.js).
 * Events: `begun`, `at` (every 100 ms) and `over`, each `{item, ms}`: what of an item was put out.
 */

import { Emitter } from "../lib/emitter.js";
import { outputLatencyOf } from "./firefox.js";

/** @typedef {{item: string, ms: number}} Position */

export class StreamedPlayer extends Emitter {
  #context;
  #node;
  #destination;
  /** In the order in which they came, and not over yet; by id, how far. @type {Map<string, number>} */ #items = new Map();
  #toldAt = 0;
  #isMoving = false;
  #isPaused = false;

  /** @param {AudioContext} context that has the worklet */
  constructor(context) {
    super();
    this.#context = context;
    this.#node = new AudioWorkletNode(context, "playout", { numberOfInputs: 0, outputChannelCount: [1] });
    this.#node.port.onmessage = ({ data }) => this.#hear(data);
    this.#destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    this.#node.connect(this.#destination);
  }

  /** @returns {MediaStream} */
  get stream() {
    return this.#destination.stream;
  }

  /** @returns {Position[]} how far each item is that was not heard to its end, by now */
  get positions() {
    const [playing] = this.#items.keys();
    const sinceMs = this.#isMoving ? (this.#context.currentTime - this.#toldAt) * 1_000 : 0;
    return [...this.#items].map(([item, ms]) => ({ item, ms: this.#heard(ms + (item === playing ? sinceMs : 0)) }));
  }

  /**
   * @param {string} item
   * @param {ArrayBuffer} pcm 24 kHz; it is given away
   */
  add(item, pcm) {
    if (!this.#items.has(item)) this.#items.set(item, 0);
    this.#node.port.postMessage({ does: "add", item, pcm }, [pcm]);
  }

  /** @param {string} item nothing more comes of it */
  finish(item) {
    this.#node.port.postMessage({ does: "finish", item });
  }

  pause() {
    this.#settle();
    this.#isPaused = true;
    this.#node.port.postMessage({ does: "pause" });
  }

  resume() {
    this.#isPaused = false;
    this.#node.port.postMessage({ does: "resume" });
  }

  /** What is not heard yet never is. */
  clear() {
    this.#items.clear();
    this.#isMoving = this.#isPaused = false;
    this.#node.port.postMessage({ does: "clear" });
  }

  close() {
    this.#node.port.onmessage = null;
    this.#node.port.postMessage({ does: "end" });
    this.#node.disconnect();
    for (const track of this.stream.getTracks()) track.stop();
  }

  /** @param {{is: string, item: string, ms: number}} news of before a `clear` is of nobody's */
  #hear({ is, item, ms }) {
    if (is === "dry") return this.#settle();
    if (!this.#items.has(item)) return;
    this.#items.set(item, ms);
    this.#toldAt = this.#context.currentTime;
    this.#isMoving = is !== "over" && !this.#isPaused;
    if (is === "over") this.#items.delete(item);
    this.emit(is, { item, ms: is === "over" ? ms : this.#heard(ms) });
  }

  /** It stands where it is. */
  #settle() {
    const [playing] = this.positions;
    if (playing) this.#items.set(playing.item, playing.ms + this.#delayMs);
    this.#isMoving = false;
  }

  /** @param {number} ms put out; the last of it is still on its way to the ear */
  #heard(ms) {
    return Math.max(0, Math.floor(ms - this.#delayMs));
  }

  get #delayMs() {
    return outputLatencyOf(this.#context) * 1_000;
  }
}
