/**
 * The one call of this tab: what the person may do with it.
 * Events: `facts`, `partial`, `problem`, `elsewhere` (live on another device: ask), `ended`, `gap` (not saved, from when to when), `note` (a sentence).
 */

import { Devices } from "../audio/devices.js";
import { Sound } from "../audio/sound.js";
import { within } from "../lib/within.js";
import { Controls } from "./controls.js";
import { drain } from "./drain.js";
import { Ending } from "./ending.js";
import { hearLine } from "./hear-line.js";
import { hearSocket } from "./hear-socket.js";
import { Line } from "./line.js";
import { Moving } from "./moving.js";
import { Outbox } from "./outbox.js";
import { Reloading } from "./reloading.js";
import { Quality } from "./quality.js";
import { Retuning } from "./retuning.js";
import { Saving } from "./saving.js";
import { Situation } from "./situation.js";
import { Starting } from "./starting.js";

/** @typedef {import("./situation.js").Wish} Wish */

export class Call extends Situation {
  #socket;
  #line;
  #sound;
  #starting;
  #ending;
  #moving;
  /** @type {Promise<void>} */ #drained;

  /** @param {{socket: import("../tab/socket.js").TabSocket, user: string, device: string}} options */
  constructor({ socket, user, device }) {
    super();
    const [outbox, saving, devices] = [new Outbox(user), new Saving(), new Devices()];
    const sound = (this.#sound = new Sound(devices));
    const openMicrophone = () => sound.microphone();
    const line = (this.#line = new Line({ socket, outbox, saving, device, openMicrophone, isQuiet: () => this.facts.stopped }));
    this.#socket = socket;
    this.controls = new Controls({ call: this, line, sound, devices });
    const ending = (this.#ending = new Ending({ call: this, line, sound, socket }));
    this.#starting = new Starting({ call: this, line, sound, ending });
    this.#moving = new Moving(this, line);
    this.#listen({ saving, user });
    this.#drained = new Promise((resolve) => socket.on("open", () => void drain({ socket, outbox }).finally(resolve)));
  }

  /** @returns {{you: number, it: number}} 0 to 1, for the meter; to be asked per frame */
  levels() {
    const { you, it } = this.#sound.levels();
    const { muted, stopped } = this.facts;
    return { you: muted || stopped ? 0 : you, it: stopped ? 0 : it };
  }

  /**
   * One click is one start: while one is under way, another is the same.
   * @param {Wish} wish
   * @returns {Promise<void>} when the call is live or has failed; a failure comes as `problem`
   */
  start(wish) {
    this.#sound.unlock();
    return this.#starting.start(wish);
  }

  /**
   * @param {number} ms
   * @returns {Promise<void>} when what an earlier page heard is stored, and so in the replay; or after that time
   */
  drained(ms) {
    return within(ms, this.#drained);
  }

  /**
   * @param {string} [reason] ended, left or failed
   * @returns {Promise<void>} when the server knows; the call is silent at once, and a failed one is forgotten
   */
  end(reason = "ended") {
    return this.#ending.end(reason);
  }

  /** @param {boolean} on */
  mute(on) {
    this.change({ muted: on });
  }

  /** @param {{item_id: string, content: string}} message stored on the server already */
  sendText({ item_id, content }) {
    const item = { id: item_id, type: "message", role: "user", content: [{ type: "input_text", text: content }] };
    this.deliver({ items: [item], respond: true });
  }

  /** @param {import("./line.js").Delivery} delivery */
  deliver(delivery) {
    if (this.isOn) this.#line.deliver(delivery);
  }

  interrupt() {
    this.#line.interrupt();
  }

  /**
   * Over to a fresh session of the provider's, with all that was said; at the next quiet moment.
   * @param {import("./moving.js").Reason} reason
   */
  move(reason) {
    this.#moving.want(reason);
  }

  /** Somebody is there, though nobody speaks. */
  stay() {
    const session = this.#line.session;
    if (session) this.#socket.send({ type: "stay", session: session.id });
  }

  /** @param {{saving: Saving, user: string}} parts */
  #listen({ saving, user }) {
    const [socket, line, sound, ending] = [this.#socket, this.#line, this.#sound, this.#ending];
    new Quality(this, line, socket);
    new Retuning(this, line, socket);
    new Reloading({ call: this, line, ending, user });
    hearLine(line, this, { fail: (error) => ending.fail(error), play: (stream) => sound.play(stream) });
    hearSocket(socket, this, { line, over: (reason, news) => ending.over(reason, news) });
    sound.on("held", (held) => this.change({ held }));
    saving.on("change", (change) => this.change(change));
    saving.on("gap", (gap) => this.emit("gap", gap));
  }
}
