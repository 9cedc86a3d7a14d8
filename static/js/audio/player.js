/** Plays the assistant's voice. */

export class Player {
  #held;
  /** @type {HTMLAudioElement | null} */ #element = null;
  /** @type {AbortController | null} */ #waiting = null;
  #isSilent = false;
  #speaker = "";

  /** @param {(isHeld: boolean) => void} held the browser keeps the voice back until the next tap */
  constructor(held = () => {}) {
    this.#held = held;
  }

  /** @param {MediaStream} stream */
  play(stream) {
    this.#element ??= this.#make();
    this.#element.srcObject = stream;
    void this.#start(this.#element);
  }

  /** @param {boolean} on whether what comes is not heard, for now */
  silence(on) {
    this.#isSilent = on;
    if (this.#element) this.#element.muted = on;
  }

  /**
   * @param {string} device "": the system's own
   * @returns {Promise<void>}
   */
  async useSpeaker(device) {
    this.#speaker = device;
    await this.#element?.setSinkId?.(device);
  }

  stop() {
    this.#waiting?.abort();
    if (this.#element) this.#element.srcObject = null;
  }

  #make() {
    const element = document.createElement("audio");
    element.autoplay = true;
    element.muted = this.#isSilent;
    if (this.#speaker) void element.setSinkId(this.#speaker);
    return element;
  }

  /** @param {HTMLAudioElement} element */
  async #start(element) {
    try {
      await element.play();
      this.#held(false);
    } catch (error) {
      const name = error instanceof DOMException ? error.name : "";
      if (name === "NotAllowedError") return this.#startAtNextTap(element);
      // AbortError: another stream took its place while it was starting.
      if (name !== "AbortError") throw error;
    }
  }

  /**
   * Browsers refuse sound before the first tap on a page: after a reload the call goes on, silent until then.
   * @param {HTMLAudioElement} element
   */
  #startAtNextTap(element) {
    this.#held(true);
    this.#waiting?.abort();
    this.#waiting = new AbortController();
    const options = { once: true, signal: this.#waiting.signal };
    for (const tap of ["pointerdown", "keydown"]) {
      document.addEventListener(tap, () => void this.#start(element), options);
    }
  }
}
