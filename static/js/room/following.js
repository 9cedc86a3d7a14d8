/** Follows the thread on the page into the room: captions, the transcript, and what waits for the person's word. */

import { part } from "../views/parts.js";
import { Copies } from "./copies.js";
import { Heard, linesOf } from "./lines.js";

const END_PX = 64;
const WATCHED = { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["data-status", "open"] };

export class Following {
  #captions;
  #panel;
  #elsewhere;
  #asks;
  #rows;
  #heard = new Heard();
  /** @type {HTMLElement | null} */ #column = null;
  #watcher = new MutationObserver((records) => this.#draw(records.map(({ target }) => target)));

  /**
   * @param {HTMLElement} root
   * @param {import("./captions.js").Captions} captions
   */
  constructor(root, captions) {
    this.#captions = captions;
    this.#panel = part(root, "transcript");
    this.#elsewhere = part(root, "elsewhere");
    this.#asks = new Copies(part(root, "asks"));
    this.#rows = new Copies(part(root, "rows"));
  }

  /** @param {boolean} isHere the thread on the page is that of the call */
  attach(isHere) {
    const column = isHere ? /** @type {HTMLElement | null} */ (document.querySelector("[data-conversation] [data-part=column]")) : null;
    this.#elsewhere.hidden = column !== null;
    if (column && column === this.#column) return;
    this.#watcher.disconnect();
    this.#column = column;
    if (column) this.#watcher.observe(column, WATCHED);
    this.#draw([]);
  }

  detach() {
    this.#watcher.disconnect();
    this.#column = null;
    this.#rows.clear();
  }

  /** @param {{item_id: string, role: string, content: string}} partial */
  hear(partial) {
    this.#heard.hear(partial);
    if (!this.#column) this.#captions.draw(this.#heard.lines);
  }

  forget() {
    this.#heard.forget();
  }

  /** @param {boolean} on whether the whole thread is shown */
  transcribe(on) {
    this.#panel.hidden = !on;
    this.#draw([]);
    this.#panel.scrollTop = this.#panel.scrollHeight;
  }

  /** @param {Node[]} changed */
  #draw(changed) {
    const column = this.#column;
    this.#captions.draw(column ? linesOf(column) : this.#heard.lines);
    this.#asks.draw([...(column?.querySelectorAll("[data-approval]") ?? [])], changed);
    if (this.#panel.hidden || !column) return this.#rows.clear();
    const { scrollHeight, scrollTop, clientHeight } = this.#panel;
    const atEnd = scrollHeight - scrollTop - clientHeight < END_PX;
    this.#rows.draw([...column.children].filter((row) => !row.matches(".offer")), changed);
    if (atEnd) this.#panel.scrollTop = this.#panel.scrollHeight;
  }
}
