/** The quiet line while the tab's socket is away. */

export class Connection {
  #line;

  /** @param {HTMLElement} line */
  constructor(line) {
    this.#line = line;
  }

  /** @param {boolean} online */
  show(online) {
    this.#line.hidden = online;
  }
}
