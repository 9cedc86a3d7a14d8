/** By which way a call goes: WebRTC where it gets through, else Parley's own server, or what somebody has fixed. */

import { Problem } from "../../lib/problem.js";

/** @typedef {'automatic' | 'webrtc' | 'socket'} Choice what the person, or the administrator, has fixed */
/** @typedef {'webrtc' | 'socket'} Way */

export const FELL_BACK = "A direct connection did not come about, so the sound goes through the server.";

export class Choosing {
  /** @type {Choice} */ #choice = "automatic";
  #hasFallenBack = false;
  /** WebRTC got through in this call: one failure may be the network's. */ #hasWorked = false;

  /**
   * A new call.
   * @param {Choice} [choice]
   * @param {boolean} [fellBack] before a reload
   */
  begin(choice = "automatic", fellBack = false) {
    this.#choice = choice;
    this.#hasFallenBack = fellBack && this.canFallBack;
    this.#hasWorked = false;
  }

  /** @returns {boolean} whether WebRTC did not get through in this call */
  get hasFallenBack() {
    return this.#hasFallenBack;
  }

  /** @returns {boolean} whether there is another way than WebRTC */
  get canFallBack() {
    return this.#choice === "automatic";
  }

  /** @returns {Way} */
  get way() {
    if (!this.canFallBack) return this.#choice === "socket" ? "socket" : "webrtc";
    return this.#hasFallenBack || !("RTCPeerConnection" in globalThis) ? "socket" : "webrtc";
  }

  /** @param {Way} way by which there is a session */
  works(way) {
    this.#hasWorked = way === "webrtc";
  }

  /**
   * @param {Way} way that was tried
   * @param {unknown} error with which it failed
   * @returns {boolean} whether the other one is to be tried; if so, this call stays with it
   */
  fallsBack(way, error) {
    const isBlocked = error instanceof Problem && error.code === "provider_unreachable";
    if (way === "socket" || !isBlocked || !this.canFallBack) return false;
    this.#hasFallenBack = !this.#hasWorked;
    this.#hasWorked = false;
    return this.#hasFallenBack;
  }
}

/** @returns {Choice} as the page says it */
export function choiceOfPage() {
  return /** @type {Choice} */ (document.documentElement?.dataset.transport || "automatic");
}
