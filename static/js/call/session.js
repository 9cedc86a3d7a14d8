/**
 * The one call of this tab: what the person may do with it.
 * Events: `facts`, `partial`, `problem`, `elsewhere` (live on another device: ask), `ended`, `gap` (not saved, from when to when), `note` (a sentence).
 */

import { Devices } from "../audio/devices.js";
import { Sound } from "../audio/sound.js";
import { Problem } from "../lib/problem.js";
import { within } from "../lib/within.js";
import { Controls } from "./controls.js";
import { drain } from "./drain.js";
import { problemOf } from "./faults.js";
import { hearLine } from "./hear-line.js";
import { hearSocket } from "./hear-socket.js";
import { Line } from "./line.js";
import { Moving } from "./moving.js";
import { Outbox } from "./outbox.js";
import { Retuning } from "./retuning.js";
import { forgetCall, saveCall } from "./saved-call.js";
import { Saving } from "./saving.js";
import { endSession } from "./sessions.js";
import { QUIET, Situation } from "./situation.js";
import { Starting } from "./starting.js";

const SAVED_WITHIN_MS = 3_000;

/** @typedef {import("./situation.js").Wish} Wish */

export class Call extends Situation {
  #socket;
  #user;
  #line;
  #sound;
  #starting;
  #moving;
  /** @type {Promise<void>} */ #drained;

  /** @param {{socket: import("../tab/socket.js").TabSocket, user: string, device: string}} options */
  constructor({ socket, user, device }) {
    super();
    const [outbox, saving] = [new Outbox(user), new Saving()];
    this.#socket = socket;
    this.#user = user;
    const devices = new Devices();
    const sound = (this.#sound = new Sound(devices));
    const openMicrophone = () => sound.microphone();
    this.#line = new Line({ socket, outbox, saving, device, openMicrophone, isQuiet: () => this.facts.stopped });
    this.controls = new Controls({ call: this, line: this.#line, sound, devices });
    const outcome = { live: () => this.change({ phase: "live" }), fail: (/** @type {unknown} */ error) => this.#fail(error) };
    this.#starting = new Starting({ call: this, line: this.#line, sound: this.#sound, ...outcome });
    this.#moving = new Moving(this, this.#line);
    new Retuning(this, this.#line, socket);
    this.#listen(saving, outcome);
    this.#drained = new Promise((resolve) => socket.on("open", () => void drain({ socket, outbox }).finally(resolve)));
    globalThis.addEventListener("pagehide", () => this.#leave());
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
  async end(reason = "ended") {
    if (this.facts.phase === "error") this.change({ phase: "idle", problem: null });
    const conversation = this.conversation;
    const session = this.#stop(reason);
    if (!session || !conversation) return;
    this.change({ saving: true });
    await session.saved(SAVED_WITHIN_MS);
    await endSession(conversation, session.id, reason);
    if (this.facts.phase === "ended") this.change({ saving: false });
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

  /**
   * @param {Saving} saving
   * @param {{live: () => void, fail: (error: unknown) => void}} outcome
   */
  #listen(saving, outcome) {
    const play = (/** @type {MediaStream} */ stream) => this.#sound.play(stream);
    const moving = () => this.change(QUIET);
    const reconnecting = () => this.change({ ...QUIET, phase: "reconnecting" });
    hearLine(this.#line, this, { ...outcome, play, moving, reconnecting });
    hearSocket(this.#socket, this, {
      session: () => this.#line.session?.id,
      left: () => this.#line.left?.id,
      over: (reason, news) => this.#stop(reason, news),
    });
    this.#sound.on("held", (held) => this.change({ held }));
    this.on("facts", () => this.#save());
    saving.on("change", (change) => this.change(change));
    saving.on("gap", (gap) => this.emit("gap", gap));
  }

  /** What a reload would need. */
  #save() {
    const again = this.again();
    if (again) saveCall(this.#user, { ...again, moves: (this.#line.session ?? this.#line.left)?.id });
  }

  /**
   * Silent and over at once, whatever the network does.
   * @param {string} reason
   * @param {import("./hear-socket.js").News} [news] what else the server says of it
   */
  #stop(reason, news) {
    if (!this.isOn) return null;
    const session = this.#hangUp(reason === "taken_over");
    this.change({ ...QUIET, phase: "ended" });
    this.emit("ended", news ? { reason, news } : { reason });
    return session;
  }

  /** @param {boolean} [gently] */
  #hangUp(gently) {
    void this.#sound.release();
    this.#socket.hold(null);
    forgetCall();
    return this.#line.close(gently);
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#hangUp();
    const problem = problemOf(error);
    if (problem.code === "call_over") return void this.#stop("lost");
    if (problem.code === "call_elsewhere") {
      this.change({ ...QUIET, phase: "idle" });
      return this.emit("elsewhere", { conversation: this.conversation });
    }
    this.change({ ...QUIET, phase: "error", problem });
    this.emit("problem", problem);
    if (!(error instanceof Problem)) throw error;
  }

  /** The page goes, and the session with it; after a reload a new session goes on with the call. */
  #leave() {
    const again = this.again();
    const session = this.#stop("left");
    if (again && session) void endSession(again.conversation, session.id, "left");
    if (again) saveCall(this.#user, { ...again, moves: session?.id });
  }
}
