/** The quiet lines under the composer: what stays as long as the fact does. */

export class Connection {
  #offline;
  #saving;

  /**
   * @param {HTMLElement} offline
   * @param {HTMLElement} saving
   */
  constructor(offline, saving) {
    this.#offline = offline;
    this.#saving = saving;
  }

  /** @param {boolean} online the tab's socket is open */
  online(online) {
    this.#offline.hidden = online;
  }

  /** @param {boolean} saving a call is over and its last words are on their way */
  saving(saving) {
    this.#saving.hidden = !saving;
  }
}
