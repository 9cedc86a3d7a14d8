/** What the person does with the sound of a call. Event: `short`, a key was held too briefly. */

import { Emitter } from "../lib/emitter.js";
import { DeviceChoice } from "./device-choice.js";
import { PushToTalk } from "./push-to-talk.js";
import { changeTurns } from "./sessions.js";

const CLEAR = { type: "input_audio_buffer.clear" };

/**
 * @typedef {object} Parts
 * @property {import("./situation.js").Situation} call
 * @property {import("./line.js").Line} line
 * @property {import("../audio/sound.js").Sound} sound
 * @property {import("../audio/devices.js").Devices} devices
 */

export class Controls extends Emitter {
  #call;
  #line;
  #sound;
  #talking;

  /** @param {Parts} parts */
  constructor({ call, line, sound, devices }) {
    super();
    this.#call = call;
    this.#line = line;
    this.#sound = sound;
    this.#talking = new PushToTalk(call, line);
    this.devices = new DeviceChoice({ call, line, sound, devices });
    this.#talking.on("short", () => this.emit("short"));
    call.on("facts", (facts) => this.#tune(facts));
    line.on("event", (event) => this.#hear(event));
  }

  /** Nothing is heard and nothing is said, and the call stays. What is half said is dropped. */
  stop() {
    const { phase, microphone } = this.#call.facts;
    if (phase !== "live" || !microphone) return;
    this.#call.change({ stopped: true, holding: false, listening: false });
    this.#line.interrupt();
    this.#line.session?.send(CLEAR);
  }

  resume() {
    this.#call.change({ stopped: false });
  }

  /** In push to talk: from now on it is said to the assistant. */
  hold() {
    this.#talking.hold();
  }

  /** And that was it: it answers. */
  release() {
    this.#talking.release();
  }

  /**
   * @param {boolean} on whether a key says when a turn ends; else pauses do
   * @throws {import("../lib/problem.js").Problem}
   */
  async pushToTalk(on) {
    const { conversation } = this.#call;
    const session = this.#line.session;
    if (session && conversation) await changeTurns(conversation, session.id, on);
  }

  /**
   * Nothing is sent before the replay is in, nor while muted, stopped, or not held.
   * @param {Readonly<import("./states.js").Facts>} facts
   */
  #tune({ phase, muted, stopped, pushToTalk, holding }) {
    void this.#sound.switch(phase === "live" && !stopped && (pushToTalk ? holding : !muted));
    this.#sound.silence(stopped);
  }

  /**
   * Voice detection may have begun an answer just before it was stopped.
   * @param {import("./reduce.js").ProviderEvent} event
   */
  #hear({ type, response }) {
    const isAloud = type === "response.created" && response.output_modalities?.includes("audio");
    if (isAloud && this.#call.facts.stopped) this.#line.interrupt();
  }
}
