/** The microphone and the loudspeaker of a call: chosen, pulled out, plugged in again. Event: `change`, there are others now. */

import { Emitter } from "../lib/emitter.js";
import { problemOf } from "./faults.js";

/** @typedef {import("../audio/devices.js").Kind} Kind */
/** @typedef {import("../audio/devices.js").Device} Device */
/** @typedef {{kind: Kind, chosen: string, devices: Device[], canChoose: boolean}} Offer chosen: "" for the system's own */

/** @type {Record<Kind, {gone: string, back: string}>} */
const SAID = {
  audioinput: {
    gone: "The microphone you chose is not there any more. The system’s microphone is used.",
    back: "The microphone you chose is there again, and used.",
  },
  audiooutput: {
    gone: "The loudspeaker you chose is not there any more. The system’s loudspeaker is used.",
    back: "The loudspeaker you chose is there again, and used.",
  },
};

export class DeviceChoice extends Emitter {
  #call;
  #line;
  #sound;
  #devices;
  /** What is in use. @type {Record<Kind, string>} */ #used = { audioinput: "", audiooutput: "" };

  /** @param {import("./controls.js").Parts} parts */
  constructor({ call, line, sound, devices }) {
    super();
    this.#call = call;
    this.#line = line;
    this.#sound = sound;
    this.#devices = devices;
    sound.on("unplugged", () => void this.#unplugged());
    devices.on("change", () => void this.#replugged());
    line.on("track", () => void this.#begin());
  }

  /**
   * @param {Kind} kind
   * @returns {Promise<Offer>}
   */
  async offer(kind) {
    const canChoose = kind === "audioinput" || this.#devices.canChooseSpeaker;
    const [devices, chosen] = await Promise.all([this.#devices.list(kind), this.#devices.present(kind)]);
    return { kind, chosen, devices, canChoose };
  }

  /**
   * @param {Kind} kind
   * @param {string} id "" for the system's own
   * @throws {import("../lib/problem.js").Problem} and the one before stays
   */
  async use(kind, id) {
    const before = this.#devices.chosen(kind);
    this.#devices.choose(kind, id);
    try {
      await this.#renew(kind);
    } catch (error) {
      this.#devices.choose(kind, before);
      throw error;
    }
  }

  /** A call has sound: what was chosen once is used where it is there. */
  async #begin() {
    this.#used.audiooutput = await this.#sound.renewSpeaker();
    this.#used.audioinput = await this.#devices.present("audioinput");
    for (const kind of /** @type {Kind[]} */ (["audioinput", "audiooutput"])) {
      if (this.#devices.chosen(kind) && !this.#used[kind]) this.#call.emit("note", SAID[kind].gone);
    }
  }

  async #unplugged() {
    try {
      await this.#renew("audioinput");
      this.#call.emit("note", SAID.audioinput.gone);
    } catch (error) {
      this.#call.emit("problem", problemOf(error));
    }
  }

  /** Something came or went; a microphone that went has said so itself. */
  async #replugged() {
    this.emit("change");
    if (!this.#call.isOn) return;
    const speaker = await this.#devices.present("audiooutput");
    if (speaker !== this.#used.audiooutput) await this.#follow("audiooutput", speaker);
    const microphone = await this.#devices.present("audioinput");
    if (microphone && microphone !== this.#used.audioinput) await this.#follow("audioinput", microphone);
  }

  /**
   * @param {Kind} kind
   * @param {string} present
   */
  async #follow(kind, present) {
    await this.#renew(kind);
    this.#call.emit("note", present ? SAID[kind].back : SAID[kind].gone);
  }

  /** @param {Kind} kind */
  async #renew(kind) {
    if (kind === "audiooutput") {
      this.#used.audiooutput = await this.#sound.renewSpeaker();
      return;
    }
    const microphone = await this.#sound.renewMicrophone();
    if (microphone) this.#line.session?.replaceTrack(microphone.track);
    this.#used.audioinput = await this.#devices.present("audioinput");
  }
}
