/** The person's microphone, with one plain sentence for each reason it cannot be had. */

import { Emitter } from "../lib/emitter.js";
import { Problem } from "../lib/problem.js";

const CONSTRAINTS = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** @type {Record<string, [string, string, boolean]>} */
const PROBLEMS = {
  NotAllowedError: ["microphone_denied",
    "Allow it in the address bar (the sign left of the address), then try again. You can write meanwhile.", true],
  NotFoundError: ["microphone_missing", "Plug one in, then try again. You can write meanwhile.", true],
  NotReadableError: ["microphone_busy", "Close it there, then try again. You can write meanwhile.", true],
  insecure: ["microphone_insecure",
    "Browsers give the microphone to https addresses only. Ask your administrator. You can write meanwhile.", false],
};

/**
 * @returns {Promise<boolean>} whether the browser gives it without asking the person first
 */
export async function isMicrophoneGranted() {
  try {
    const status = await navigator.permissions.query({ name: /** @type {PermissionName} */ ("microphone") });
    return status.state === "granted";
  } catch (error) {
    // Browsers that cannot tell (no secure context, unknown name) throw TypeError.
    if (!(error instanceof TypeError)) throw error;
    return false;
  }
}

/** Event: `open`, the person is about to speak: whatever reads aloud falls silent. */
export const listening = new Emitter();

export class Microphone {
  #stream;

  /** @param {MediaStream} stream */
  constructor(stream) {
    this.#stream = stream;
  }

  /**
   * @param {string} [device] "": the system's own, which is also taken when this one is not there
   * @returns {Promise<Microphone>} silent until it is switched on
   * @throws {Problem}
   */
  static async open(device = "") {
    if (!navigator.mediaDevices) throw new Problem(...PROBLEMS.insecure);
    listening.emit("open");
    const audio = device ? { ...CONSTRAINTS, deviceId: { exact: device } } : CONSTRAINTS;
    try {
      const microphone = new Microphone(await navigator.mediaDevices.getUserMedia({ audio }));
      microphone.switch(false);
      return microphone;
    } catch (error) {
      if (device && isMissing(error)) return Microphone.open();
      throw problemOf(error);
    }
  }

  get stream() {
    return this.#stream;
  }

  get track() {
    return this.#stream.getAudioTracks()[0];
  }

  /** @returns {string} the device that it is */
  get device() {
    return this.track.getSettings().deviceId ?? "";
  }

  /** @param {() => void} act when it was pulled out, or the person has taken it back */
  onEnd(act) {
    this.track.addEventListener("ended", act);
  }

  /** @param {boolean} on */
  switch(on) {
    for (const track of this.#stream.getAudioTracks()) track.enabled = on;
  }

  release() {
    for (const track of this.#stream.getTracks()) track.stop();
  }
}

/** @param {unknown} error Firefox says so in its own manner */
function isMissing(error) {
  return error instanceof Error && ["OverconstrainedError", "NotFoundError"].includes(error.name);
}

/** @param {unknown} error */
function problemOf(error) {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "AbortError") return new Problem(...PROBLEMS.NotReadableError);
  if (name === "SecurityError") return new Problem(...PROBLEMS.NotAllowedError);
  return PROBLEMS[name] ? new Problem(...PROBLEMS[name]) : error;
}
