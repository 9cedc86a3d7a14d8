/** Ends the call, whoever or whatever ends it: silent at once, whatever the network does. */

import { Problem } from "../lib/problem.js";
import { problemOf } from "./faults.js";
import { forgetCall } from "./saved-call.js";
import { endSession } from "./sessions.js";
import { QUIET } from "./situation.js";

const SAVED_WITHIN_MS = 3_000;

/** @typedef {import("./provider-session.js").ProviderSession} ProviderSession */
/**
 * @typedef {object} Parts
 * @property {import("./situation.js").Situation} call
 * @property {import("./line.js").Line} line
 * @property {import("../audio/sound.js").Sound} sound
 * @property {import("../tab/socket.js").TabSocket} socket
 */

export class Ending {
  #parts;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * @param {string} reason ended, left or failed
   * @returns {Promise<void>} when the server knows; a failed call is forgotten
   */
  async end(reason) {
    const { call } = this.#parts;
    if (call.facts.phase === "error") call.change({ phase: "idle", problem: null });
    const conversation = call.conversation;
    const session = this.over(reason);
    if (!session || !conversation) return;
    call.change({ saving: true });
    await session.saved(SAVED_WITHIN_MS);
    await endSession(conversation, session.id, reason);
    if (call.facts.phase === "ended") call.change({ saving: false });
  }

  /**
   * For this page, at least: the server is not told.
   * @param {string} reason
   * @param {import("./hear-socket.js").News} [news] what else the server says of it
   * @returns {ProviderSession | null} the one that was open
   */
  over(reason, news) {
    const { call } = this.#parts;
    if (!call.isOn) return null;
    const session = this.#hangUp(reason === "taken_over");
    call.change({ ...QUIET, phase: "ended" });
    call.emit("ended", news ? { reason, news } : { reason });
    return session;
  }

  /** @param {unknown} error */
  fail(error) {
    this.#hangUp();
    const problem = problemOf(error);
    if (problem.code === "call_over") return void this.over("lost");
    if (problem.code === "call_elsewhere") return this.#ask();
    this.#parts.call.change({ ...QUIET, phase: "error", problem });
    this.#parts.call.emit("problem", problem);
    if (!(error instanceof Problem)) throw error;
  }

  /** Another device has the call: the person says whether to take it over. */
  #ask() {
    const { call } = this.#parts;
    call.change({ ...QUIET, phase: "idle" });
    call.emit("elsewhere", { conversation: call.conversation });
  }

  /** @param {boolean} [gently] */
  #hangUp(gently) {
    const { line, sound, socket } = this.#parts;
    void sound.release();
    socket.hold(null);
    forgetCall();
    return line.close(gently);
  }
}
