/**
 * All sound of the call: the microphone, the assistant's voice, and how loud both are.
 * Events: `held` (whether the browser keeps the voice back until the next tap), `unplugged` (the microphone went).
 */

import { Emitter } from "../lib/emitter.js";
import { Levels } from "./levels.js";
import { Microphone } from "./microphone.js";
import { Player } from "./player.js";

export class Sound extends Emitter {
  #devices;
  #levels = new Levels();
  #player = new Player((isHeld) => this.emit("held", isHeld));
  /** @type {Promise<Microphone> | null} */ #microphone = null;
  #isOn = false;

  /** @param {import("./devices.js").Devices} devices */
  constructor(devices) {
    super();
    this.#devices = devices;
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
    this.#microphone ??= this.#open().catch((error) => {
      this.#microphone = null;
      throw error;
    });
    return this.#microphone;
  }

  /**
   * @returns {Promise<Microphone | null>} the one that is chosen by now, in place of the one that was open; null when none was
   * @throws {import("../lib/problem.js").Problem} and the one before stays
   */
  async renewMicrophone() {
    const opened = this.#microphone;
    const before = await opened;
    if (!before) return null;
    const next = await this.#open();
    if (this.#microphone !== opened) { // the call ended meanwhile
      next.release();
      return null;
    }
    this.#microphone = Promise.resolve(next);
    before.release();
    next.switch(this.#isOn);
    return next;
  }

  /** @param {boolean} on whether what the microphone hears is sent */
  async switch(on) {
    this.#isOn = on;
    (await this.#microphone)?.switch(this.#isOn);
  }

  /** @param {boolean} on whether the assistant is not heard, for now */
  silence(on) {
    this.#player.silence(on);
  }

  /** @returns {Promise<string>} the loudspeaker that is used from now on: what was chosen, if it is there */
  async renewSpeaker() {
    const speaker = this.#devices.canChooseSpeaker ? await this.#devices.present("audiooutput") : "";
    await this.#player.useSpeaker(speaker);
    return speaker;
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
    const microphone = await Microphone.open(this.#devices.chosen("audioinput"));
    microphone.onEnd(() => this.emit("unplugged"));
    this.#levels.watch("you", microphone.stream);
    return microphone;
  }
}
