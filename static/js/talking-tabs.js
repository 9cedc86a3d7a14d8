/** Which tabs of this browser are in a spoken call: two in one room hear each other. */

const PREFIX = "parley.talking.";

export class TalkingTabs {
  #locks;
  /** @type {string | null} */ #conversation = null;
  #hush = () => {};

  /** @param {LockManager | undefined} [locks] missing on plain http, where there is no microphone either */
  constructor(locks = navigator.locks) {
    this.#locks = locks;
  }

  /**
   * @param {string | null} conversation that this tab talks in now; null: in none
   * @returns {Promise<boolean>} whether this tab has just begun while another one talks elsewhere
   */
  async talks(conversation) {
    if (conversation === this.#conversation || !this.#locks) return false;
    this.#hush();
    this.#hush = () => {};
    this.#conversation = conversation;
    if (!conversation) return false;
    const name = PREFIX + conversation;
    const hushed = new Promise((resolve) => (this.#hush = () => resolve(undefined)));
    void this.#locks.request(name, { mode: "shared" }, () => hushed); // gone with the tab, however it ends
    const { held = [] } = await this.#locks.query();
    return held.some((lock) => lock.name?.startsWith(PREFIX) && lock.name !== name);
  }
}
