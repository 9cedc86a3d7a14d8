/**
 * Dictation on this page: one microphone that writes into the text field.
 * Events: `change`, `failed` {key, seconds, run}, `gone` {key, run}, `cleared` (undo), `problem` (a Problem), `moved` (another tab has it).
 */

import { Emitter } from "../lib/emitter.js";
import { Problem } from "../lib/problem.js";
import { DictatedField } from "./field.js";
import { Run } from "./run.js";
import { stateOf } from "./states.js";

/** @typedef {import("./field.js").Surface} Surface */
/** @typedef {Omit<import("./run.js").Place, 'conversation' | 'microphone'> & {microphone: () => string}} Options */

export class Dictation extends Emitter {
  #options;
  /** @type {Run | null} */ #run = null;
  /** @type {DictatedField | null} */ #field = null;
  /** Why the last one is not on. @type {'' | 'denied' | 'failed' | 'error'} */ #fault = "";
  /** Two tabs of a browser would both write down what is said. */ #tabs = new BroadcastChannel("parley.dictation");
  conversation = "";

  /** @param {Options} options */
  constructor(options) {
    super();
    this.#options = options;
    this.#tabs.onmessage = () => this.isOn && this.stop("moved");
  }

  /** @returns {boolean} whether a microphone is used, or about to be */
  get isOn() {
    return this.#run !== null && !this.#run.isOver;
  }

  /** @returns {import("./states.js").State} */
  get state() {
    return stateOf(this.#run, this.#fault);
  }

  get tries() {
    return this.#run?.tries ?? 0;
  }

  /**
   * To be called inside the tap.
   * @param {string} conversation
   * @param {Surface} surface
   */
  async start(conversation, surface) {
    if (this.isOn) return;
    this.#tabs.postMessage("begun");
    const field = (this.#field = new DictatedField(surface));
    const { microphone, ...rest } = this.#options;
    const run = (this.#run = new Run({ ...rest, conversation, microphone: microphone() }, field));
    [this.#fault, this.conversation] = ["", conversation];
    this.#hear(run, field);
    this.emit("change");
    try {
      await run.start();
    } catch (problem) {
      this.#refused(run, problem);
    }
  }

  /** @param {string} [reason] 'moved': to another tab */
  stop(reason = "ended") {
    const wasOn = this.isOn;
    this.#run?.stop(reason === "moved" ? "ended" : reason);
    if (wasOn && reason === "moved") this.emit("moved");
  }

  /** Another language holds. */
  renew() {
    if (this.isOn) this.#run?.renew();
  }

  /** The page goes. */
  leave() {
    this.#run?.leave();
  }

  /** Another conversation stands on the page: what was said goes to where it was said. @param {Surface} surface */
  turn(surface) {
    this.stop();
    this.#field?.moveTo(surface);
    [this.#field, this.#fault] = [null, ""];
    this.emit("change");
  }

  /**
   * @param {Run} run
   * @param {DictatedField} field
   */
  #hear(run, field) {
    run.on("change", () => this.emit("change"));
    run.on("failed", (failed) => this.emit("failed", { ...failed, run }));
    run.on("gone", ({ key }) => this.emit("gone", { key, run }));
    run.on("problem", (problem) => this.#broken(run, problem));
    run.on("command", ({ command, key }) => {
      if (command === "send") field.send(key);
      else field.clear(key, (before) => this.emit("cleared", () => field.restore(before)));
    });
  }

  /**
   * @param {Run} run
   * @param {Problem} problem
   */
  #broken(run, problem) {
    if (run !== this.#run) return;
    this.#fault = run.wasConnected ? "error" : "failed";
    this.emit("problem", problem);
    this.emit("change");
  }

  /**
   * @param {Run} run
   * @param {unknown} problem
   */
  #refused(run, problem) {
    run.stop("failed");
    const isDenied = problem instanceof Problem && problem.code === "microphone_denied";
    this.#fault = isDenied ? "denied" : "failed";
    this.emit("problem", problem);
    this.emit("change");
  }
}
