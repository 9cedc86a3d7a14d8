/** AudioWorklet: plays the items that it is given, and says how far it is. */

import { JitterBuffer } from "./jitter-buffer.js";

const TOLD_EVERY_S = 0.1;

/** The globals of an AudioWorklet are in none of TypeScript's libraries. @type {any} */
const scope = globalThis;

/** @type {Record<string, (buffer: JitterBuffer, told: {item: string, pcm: ArrayBuffer}) => void>} */
const DOES = {
  add: (buffer, { item, pcm }) => buffer.add(item, new Int16Array(pcm)),
  finish: (buffer, { item }) => buffer.finish(item),
  pause: (buffer) => buffer.pause(),
  resume: (buffer) => buffer.resume(),
  clear: (buffer) => buffer.clear(),
};

class Playout extends scope.AudioWorkletProcessor {
  #buffer = new JitterBuffer(scope.sampleRate);
  #isOver = false;
  #toldAt = 0;
  #toldMs = -1;

  constructor() {
    super();
    this.port.onmessage = (/** @type {{data: any}} */ { data }) => this.#hear(data);
  }

  /**
   * @param {Float32Array[][]} _
   * @param {Float32Array[][]} outputs
   * @returns {boolean} whether to go on
   */
  process(_, [[out]]) {
    this.#buffer.fill(out);
    for (const news of this.#buffer.news.splice(0)) this.#tell(news);
    if (scope.currentTime - this.#toldAt >= TOLD_EVERY_S) this.#tellPosition();
    return !this.#isOver;
  }

  /** @param {{does: string, item: string, pcm: ArrayBuffer}} told */
  #hear(told) {
    if (told.does === "end") this.#isOver = true;
    else DOES[told.does](this.#buffer, told);
  }

  #tellPosition() {
    const position = this.#buffer.position;
    this.#toldAt = scope.currentTime;
    if (!position || position.ms === this.#toldMs) return; // paused, or dry
    this.#toldMs = position.ms;
    this.#tell({ is: "at", ...position });
  }

  /** @param {object} news */
  #tell(news) {
    this.port.postMessage(news);
  }
}

scope.registerProcessor("playout", Playout);
