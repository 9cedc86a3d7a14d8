/** The browser's own voice, where the provider has none. */

export class BrowserVoice {
  #end = () => {};

  /** @returns {boolean} whether this browser can read at all */
  static get isThere() {
    return "speechSynthesis" in globalThis;
  }

  /**
   * @param {string} text
   * @param {number} speed
   * @returns {Promise<void>} when it was said, or stopped
   */
  play(text, speed) {
    const said = new SpeechSynthesisUtterance(text);
    said.rate = speed;
    return new Promise((resolve, reject) => {
      this.#end = () => resolve(undefined);
      said.onend = () => resolve(undefined);
      said.onerror = ({ error }) => (STOPPED.has(error) ? resolve(undefined) : reject(new Error(error)));
      speechSynthesis.speak(said);
    });
  }

  stop() {
    if (BrowserVoice.isThere) speechSynthesis.cancel();
    this.#end();
  }
}

const STOPPED = new Set(["canceled", "interrupted"]);
