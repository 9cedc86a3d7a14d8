/** The person's microphone, with one plain sentence for each reason it cannot be had. */

import { Problem } from "../lib/problem.js";

const CONSTRAINTS = { audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } };

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

export class Microphone {
  #stream;

  /** @param {MediaStream} stream */
  constructor(stream) {
    this.#stream = stream;
  }

  /**
   * @returns {Promise<Microphone>} silent until it is switched on
   * @throws {Problem}
   */
  static async open() {
    if (!navigator.mediaDevices) throw new Problem(...PROBLEMS.insecure);
    try {
      const microphone = new Microphone(await navigator.mediaDevices.getUserMedia(CONSTRAINTS));
      microphone.switch(false);
      return microphone;
    } catch (error) {
      throw problemOf(error);
    }
  }

  get stream() {
    return this.#stream;
  }

  get track() {
    return this.#stream.getAudioTracks()[0];
  }

  /** @param {boolean} on */
  switch(on) {
    for (const track of this.#stream.getAudioTracks()) track.enabled = on;
  }

  release() {
    for (const track of this.#stream.getTracks()) track.stop();
  }
}

/** @param {unknown} error */
function problemOf(error) {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "AbortError") return new Problem(...PROBLEMS.NotReadableError);
  if (name === "SecurityError") return new Problem(...PROBLEMS.NotAllowedError);
  return PROBLEMS[name] ? new Problem(...PROBLEMS[name]) : error;
}
