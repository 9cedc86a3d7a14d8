/** Keeps the screen on during a call: the browser takes it back with the page, and gives it again with it. */

export class WakeLock {
  #isWanted = false;
  /** @type {Promise<WakeLockSentinel | null> | null} */ #taken = null;

  constructor() {
    document.addEventListener("visibilitychange", () => this.#follow());
  }

  /** @param {boolean} on */
  hold(on) {
    if (on === this.#isWanted) return;
    this.#isWanted = on;
    this.#follow();
  }

  #follow() {
    const on = this.#isWanted && !document.hidden;
    if (on) this.#taken ??= this.#take();
    else void this.#release();
  }

  async #take() {
    if (!navigator.wakeLock) return null; // only with https, and not in every browser
    try {
      const sentinel = await navigator.wakeLock.request("screen");
      sentinel.addEventListener("release", () => (this.#taken = null));
      return sentinel;
    } catch (error) {
      // A low battery, or a page that was hidden meanwhile: the screen may go off, the call goes on.
      this.#taken = null;
      if (!(error instanceof DOMException)) throw error;
      return null;
    }
  }

  async #release() {
    const taken = this.#taken;
    this.#taken = null;
    await (await taken)?.release();
  }
}
