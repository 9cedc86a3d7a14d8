/** How the page shows the mode: the switch in the composer, the badge, and the answer that is being written. */

import { part } from "./parts.js";

/** @typedef {import("../call/classic.js").Classic} Classic */

export class ModeSwitch {
  #dock;
  #button;
  #answering;

  /**
   * @param {HTMLElement} dock
   * @param {{toggle: () => void, stop: () => void}} acts
   */
  constructor(dock, { toggle, stop }) {
    this.#dock = dock;
    this.#button = /** @type {HTMLButtonElement} */ (part(dock, "mode"));
    this.#answering = part(dock, "answering");
    this.#button.addEventListener("click", toggle);
    this.#button.disabled = false;
    part(dock, "stop-answer").addEventListener("click", stop);
  }

  /** @param {Classic} classic */
  draw({ current, answering, isWriting }) {
    this.#dock.dataset.mode = current;
    const section = document.querySelector("[data-conversation]");
    if (section instanceof HTMLElement) section.dataset.mode = current;
    this.#button.setAttribute("aria-checked", String(current === "live"));
    part(this.#button, "mode-word").textContent = current === "live" ? "Live" : "Classic";
    this.#answering.hidden = answering === null;
    part(this.#answering, "answering-word").textContent = isWriting ? "Writing…" : "Thinking…";
  }

  /** @param {boolean} busy */
  busy(busy) {
    this.#button.setAttribute("aria-busy", String(busy));
  }
}
