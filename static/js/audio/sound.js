/** All sound of the call: the microphone, the assistant's voice, and how loud both are. */

import { Levels } from "./levels.js";
import { Microphone } from "./microphone.js";
import { Player } from "./player.js";

export class Sound {
  #levels = new Levels();
  #player;
  /** @type {Promise<Microphone> | null} */ #microphone = null;
  #isOn = false;

  /** @param {(isHeld: boolean) => void} [held] the browser keeps the voice back until the next tap */
  constructor(held) {
    this.#player = new Player(held);
  }

  /** To be called inside the tap. */
  unlock() {
    this.#levels.unlock();
  }

  /**
   * @returns {Promise<Microphone>} the same one until it is released
   * @throws {import("../lib/problem.js").Problem}
   */
  microphone() {
    this.#microphone ??= this.#open();
    return this.#microphone;
  }

  /** @param {boolean} on whether what the microphone hears is sent */
  async switch(on) {
    this.#isOn = on;
    (await this.#microphone)?.switch(this.#isOn);
  }

  /** @param {MediaStream} stream */
  play(stream) {
    this.#player.play(stream);
    this.#levels.watch("it", stream);
  }

  /** @returns {{you: number, it: number}} each 0 to 1 */
  levels() {
    return { you: this.#levels.read("you"), it: this.#levels.read("it") };
  }

  async release() {
    const opened = this.#microphone;
    this.#microphone = null;
    this.#player.stop();
    this.#levels.forget("you");
    this.#levels.forget("it");
    (await opened)?.release();
  }

  async #open() {
    try {
      const microphone = await Microphone.open();
      this.#levels.watch("you", microphone.stream);
      return microphone;
    } catch (error) {
      this.#microphone = null;
      throw error;
    }
  }
}
