/**
 * One dictation, from the click until all that was said is written: it outlives its microphone by a moment.
 * Events: `change`, `command` ('send' or 'purge', and the key of its text), `failed` {key, seconds}, `gone` {key}, `problem` (a Problem).
 */

import { Capture } from "../audio/capture.js";
import { isMicrophoneGranted } from "../audio/microphone.js";
import { Emitter } from "../lib/emitter.js";
import { Connection } from "./connection.js";
import { SpeechGate } from "./speech-gate.js";
import { Utterances } from "./utterances.js";
import { Writing } from "./writing.js";

const UNHEARD_AFTER_MS = 3_000;
const WRITTEN_WITHIN_MS = 15_000;
const NOBODY_SPEAKS_MS = 180_000;

let runs = 0;

/**
 * @typedef {object} Place
 * @property {string} conversation
 * @property {string} device this browser's id
 * @property {string} worklet
 * @property {string} microphone
 * @property {number} silenceMs
 */

export class Run extends Emitter {
  #place;
  #field;
  #connection;
  #capture = new Capture();
  #utterances = new Utterances();
  #gate;
  #writing;
  /** @type {any} */ #grant = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #limit;
  /** Its own among all of this page. */ name = `run-${(runs += 1)}-`;
  isHearing = false;
  isOver = false;
  tries = 0;

  /**
   * @param {Place} place
   * @param {import("./field.js").DictatedField} field
   */
  constructor(place, field) {
    super();
    this.#place = place;
    this.#field = field;
    this.#gate = new SpeechGate(place.silenceMs);
    this.#connection = new Connection(place.conversation, place.device);
    this.#hearConnection();
    const writing = new Writing({ utterances: this.#utterances, connection: this.#connection, field });
    for (const news of ["command", "failed", "gone"]) writing.on(news, (detail) => this.emit(news, detail));
    this.#writing = writing;
    this.#utterances.on("change", () => this.#finish());
    this.#capture.on("ended", () => this.stop());
  }

  get isConnected() {
    return this.#connection.isOpen;
  }

  get wasConnected() {
    return this.#grant !== null;
  }

  get isWaiting() {
    return this.#utterances.isWaiting;
  }

  /**
   * To be called inside the tap.
   * @returns {Promise<void>}
   * @throws {import("../lib/problem.js").Problem}
   */
  async start() {
    const hearing = this.#capture.open(this.#place.worklet, this.#place.microphone, (sound) => this.#hear(sound));
    hearing.catch(() => {}); // told by the second wait below
    if (!(await isMicrophoneGranted())) await hearing; // who is still to be asked may say no
    if (this.isOver) return;
    void this.#connection.open();
    await hearing;
    if (this.isOver) return;
    this.isHearing = true;
    this.emit("change");
  }

  /** With what holds from now on: another language. What is being said goes on. */
  renew() {
    this.#utterances.disconnected();
    void this.#connection.open();
  }

  /** The microphone is given back at once; what was said is still written. @param {string} [reason] */
  stop(reason = "ended") {
    if (this.isOver) return;
    [this.isOver, this.isHearing] = [true, false];
    this.#capture.release();
    this.#take(this.#gate.stop());
    this.#limit = setTimeout(() => this.#giveUp(), WRITTEN_WITHIN_MS);
    this.#finish(reason);
    this.emit("change");
  }

  /** The page goes: nothing more can be heard. */
  leave() {
    this.stop("left");
    this.#connection.close("left");
  }

  /** @param {number} key of what failed */
  retry(key) {
    this.#utterances.retry(key);
    if (!this.#connection.isOpen) void this.#connection.open();
  }

  /** @param {number} key of what failed */
  discard(key) {
    this.#utterances.discard(key);
  }

  /** @param {import("./speech-gate.js").Sound} sound */
  #hear(sound) {
    this.#take(this.#gate.feed(sound));
    if (this.#gate.silentMs > NOBODY_SPEAKS_MS) this.stop("idle");
  }

  /** @param {import("./speech-gate.js").Step[]} steps */
  #take(steps) {
    for (const step of steps) {
      this.#utterances.hearStep(step);
      if (step.step === "end" && this.#grant?.finds_turns) setTimeout(() => this.#utterances.forgetUnheard(), UNHEARD_AFTER_MS);
    }
  }

  #hearConnection() {
    const [connection, utterances] = [this.#connection, this.#utterances];
    connection.on("open", (grant) => this.#opened(grant));
    connection.on("event", (event) => utterances.hear(event));
    connection.on("lost", (tries) => this.#lost(tries));
    connection.on("over", () => this.stop());
    connection.on("dead", (problem) => {
      utterances.disconnected();
      this.stop("failed");
      this.#giveUp();
      this.emit("problem", problem);
    });
  }

  /** @param {any} grant */
  #opened(grant) {
    this.#grant = this.#writing.grant = grant;
    this.tries = 0;
    this.#gate.silenceMs = grant.silence_ms;
    this.#utterances.connected(grant);
    this.#finish();
    this.emit("change");
  }

  /** @param {number} tries */
  #lost(tries) {
    this.tries = tries;
    this.#utterances.disconnected();
    this.emit("change");
  }

  #giveUp() {
    this.#utterances.giveUp();
    this.#connection.close("failed");
  }

  /** Off, and all is written. @param {string} [reason] */
  #finish(reason = "ended") {
    this.emit("change");
    if (!this.isOver || this.isWaiting) return;
    clearTimeout(this.#limit);
    this.#connection.close(reason);
    if (!this.#utterances.hasFailed) this.#field.release();
  }
}
