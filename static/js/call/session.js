/**
 * The one call of this tab: what the person may do with it.
 * Events: `facts`, `partial`, `problem`, `elsewhere` (live on another device: ask), `ended`.
 */

import { isMicrophoneGranted } from "../audio/microphone.js";
import { Sound } from "../audio/sound.js";
import { Problem } from "../lib/problem.js";
import { drain } from "./drain.js";
import { hearSocket } from "./hear-socket.js";
import { Line } from "./line.js";
import { Outbox } from "./outbox.js";
import { forgetCall, resumableCall, saveCall } from "./saved-call.js";
import { endSession } from "./sessions.js";
import { QUIET, Situation } from "./situation.js";

const SAVED_WITHIN_MS = 3_000;

/** @type {[string, string, boolean]} */
const FAULT = ["call_failed", "Something went wrong in this page. Try again.", true];

/** @typedef {import("./situation.js").Wish} Wish */

export class Call extends Situation {
  #socket;
  #user;
  #line;
  #sound = new Sound((held) => this.change({ held }));
  /** @type {Promise<void> | null} */ #starting = null;

  /** @param {{socket: import("../tab/socket.js").TabSocket, user: string, device: string}} options */
  constructor({ socket, user, device }) {
    super();
    const outbox = new Outbox(user);
    this.#socket = socket;
    this.#user = user;
    this.#line = new Line({ socket, outbox, device, openMicrophone: () => this.#sound.microphone() });
    this.#listen();
    socket.on("open", () => void drain({ socket, outbox }));
  }

  /** @returns {import("./saved-call.js").SavedCall | null} what a reload of this tab may go on with */
  static resumable(user = document.body.dataset.user ?? "") {
    return resumableCall(user);
  }

  /** @returns {{you: number, it: number}} 0 to 1, for the meter; to be asked per frame */
  levels() {
    const { you, it } = this.#sound.levels();
    return { you: this.facts.muted ? 0 : you, it };
  }

  /**
   * One click is one start: while one is under way, another is the same.
   * @param {Wish} wish
   * @returns {Promise<void>} when the call is live or has failed; a failure comes as `problem`
   */
  start(wish) {
    this.#sound.unlock();
    this.#starting ??= this.#start(wish).finally(() => (this.#starting = null));
    return this.#starting;
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
    this.#switchMicrophone();
  }

  /** @param {{item_id: string, content: string}} message stored on the server already */
  sendText({ item_id, content }) {
    const item = { id: item_id, type: "message", role: "user", content: [{ type: "input_text", text: content }] };
    if (this.isOn) this.#line.deliver({ items: [item], respond: true });
  }

  interrupt() {
    this.#line.interrupt();
  }

  #listen() {
    const line = this.#line;
    line.on("change", (change) => this.change(change));
    line.on("partial", (partial) => this.emit("partial", { conversation: this.conversation, ...partial }));
    line.on("track", (stream) => this.#sound.play(stream));
    line.on("problem", ({ code, message, retry }) => this.emit("problem", { code, message, retry }));
    line.on("reconnecting", () => this.#reconnecting());
    line.on("live", () => this.#live());
    line.on("failed", (error) => this.#fail(error));
    hearSocket(this.#socket, {
      session: () => line.session?.id,
      over: (reason) => this.#stop(reason),
      degraded: (isDegraded) => this.change({ degraded: isDegraded && this.facts.phase === "live" }),
    });
    globalThis.addEventListener("pagehide", () => this.#leave());
  }

  /** @param {Wish} wish */
  async #start(wish) {
    if (this.isAlready(wish)) return;
    if (this.isOn) await this.end();
    this.begin(wish);
    try {
      await this.#open(wish);
    } catch (error) {
      // Whoever hung up meanwhile knows already that this start came to nothing.
      if (this.isOn) this.#fail(error);
    }
  }

  /** @param {Wish} wish */
  async #open({ conversation, microphone, takeOver = false }) {
    if (microphone && !(await isMicrophoneGranted())) await this.#ask();
    if (!this.isOn) return;
    await this.#line.open({ conversation, microphone, takeOver });
    this.#live();
  }

  /** Asking comes first, so that a "no" leaves no session and no token grows old while the person thinks. */
  async #ask() {
    this.change({ phase: "permission" });
    await this.#sound.microphone();
    if (this.isOn) this.change({ phase: "connecting" });
  }

  #live() {
    this.change({ phase: "live" });
    this.#switchMicrophone();
  }

  #reconnecting() {
    this.change({ ...QUIET, phase: "reconnecting" });
    this.#switchMicrophone();
  }

  /** Nothing is sent before the replay is in, nor while muted. */
  #switchMicrophone() {
    const { phase, muted } = this.facts;
    void this.#sound.switch(phase === "live" && !muted);
    const again = this.again();
    if (again) saveCall(this.#user, again);
  }

  /**
   * Silent and over at once, whatever the network does.
   * @param {string} reason
   */
  #stop(reason) {
    if (!this.isOn) return null;
    const session = this.#hangUp();
    this.change({ ...QUIET, phase: "ended" });
    this.emit("ended", { reason });
    return session;
  }

  #hangUp() {
    void this.#sound.release();
    this.#socket.hold(null);
    forgetCall();
    return this.#line.close();
  }

  /** @param {unknown} error */
  #fail(error) {
    this.#hangUp();
    const { code, message, retry } = error instanceof Problem ? error : new Problem(...FAULT);
    if (code === "call_elsewhere") {
      this.change({ ...QUIET, phase: "idle" });
      return this.emit("elsewhere", { conversation: this.conversation });
    }
    const problem = { code, message, retry };
    this.change({ ...QUIET, phase: "error", problem });
    this.emit("problem", problem);
    if (!(error instanceof Problem)) throw error;
  }

  /** The page goes, and the session with it; after a reload a new session goes on with the call. */
  #leave() {
    const again = this.again();
    const session = this.#stop("left");
    if (again && session) void endSession(again.conversation, session.id, "left");
    if (again) saveCall(this.#user, again);
  }
}
