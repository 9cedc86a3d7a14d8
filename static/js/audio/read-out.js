/** Plays one sentence after the other, as fast as the person likes and no higher. Events: `progress` (0 to 1), `held`. */

import { Emitter } from "../lib/emitter.js";
import { awake } from "./context.js";

export class ReadOut extends Emitter {
  /** @type {HTMLAudioElement | null} */ #element = null;
  #end = () => {};

  /**
   * @param {Blob} sound
   * @param {number} speed
   * @returns {Promise<void>} when it has ended, or was stopped
   */
  async play(sound, speed) {
    let isStopped = false;
    this.#end = () => (isStopped = true);
    const context = await awake((isHeld) => this.emit("held", isHeld));
    if (isStopped) return;
    const element = (this.#element ??= this.#make(context));
    const address = URL.createObjectURL(sound);
    element.src = address;
    element.playbackRate = speed; // the pitch stays, which it would not in a buffer
    try {
      await this.#toEnd(element);
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  stop() {
    this.#element?.pause();
    this.#end();
  }

  /** @param {AudioContext} context */
  #make(context) {
    const element = new Audio();
    context.createMediaElementSource(element).connect(context.destination);
    element.addEventListener("timeupdate", () => this.emit("progress", element.currentTime / (element.duration || 1)));
    return element;
  }

  /**
   * @param {HTMLAudioElement} element
   * @returns {Promise<void>}
   */
  async #toEnd(element) {
    const ended = new Promise((resolve, reject) => {
      this.#end = () => resolve(undefined);
      element.onended = () => resolve(undefined);
      element.onerror = () => reject(new Error("a sentence that cannot be played"));
    });
    const played = element.play().catch((error) => {
      // AbortError: it was stopped while it was starting.
      if (!(error instanceof DOMException) || error.name !== "AbortError") throw error;
    });
    await Promise.all([ended, played]);
  }
}
