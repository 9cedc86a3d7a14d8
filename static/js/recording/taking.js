/** One recording at a time, by the button of the composer. Event: `taken` (for which conversation, and what), `problem`, `short`. */

import { Devices } from "../audio/devices.js";
import { Emitter } from "../lib/emitter.js";
import { Recorder } from "./recorder.js";

const SHORTEST_MS = 300;

export class Taking extends Emitter {
  #shown;
  #longestMs;
  /** @type {Recorder | null} */ #recorder = null;
  #conversation = "";

  /**
   * @param {import("../views/recorder.js").RecorderView} shown
   * @param {number} longestMs
   */
  constructor(shown, longestMs) {
    super();
    this.#shown = shown;
    this.#longestMs = longestMs;
    shown.on("done", () => void this.finish());
    shown.on("cancel", () => this.cancel());
  }

  /** @param {string} conversation */
  async start(conversation) {
    if (this.#recorder) return;
    this.#conversation = conversation;
    const recorder = (this.#recorder = new Recorder(this.#longestMs));
    recorder.on("stopped", () => this.#recorder === recorder && void this.finish());
    this.#shown.show(true);
    try {
      await recorder.start(new Devices().chosen("audioinput"));
      this.#draw(recorder);
    } catch (error) {
      if (this.#recorder === recorder) this.cancel();
      this.emit("problem", error);
    }
  }

  async finish() {
    const recorded = await this.#end()?.stop();
    if (recorded === undefined) return;
    if (!recorded || recorded.ms < SHORTEST_MS) this.emit("short");
    else this.emit("taken", { conversation: this.#conversation, recorded });
  }

  cancel() {
    this.#end()?.cancel();
  }

  #end() {
    const ended = this.#recorder;
    this.#recorder = null;
    if (ended) this.#shown.show(false);
    return ended;
  }

  /** @param {Recorder} recorder */
  #draw(recorder) {
    if (this.#recorder !== recorder) return;
    this.#shown.draw(recorder.ms, recorder.level);
    requestAnimationFrame(() => this.#draw(recorder));
  }
}
