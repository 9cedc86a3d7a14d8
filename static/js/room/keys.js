/** Escape in the room: what is open above it goes first, then the room. */

import { part, view } from "../views/parts.js";

const ABOVE = "dialog[open], .menu:popover-open";

export class Keys {
  #root;

  /**
   * @param {HTMLElement} root
   * @param {() => void} leave
   */
  constructor(root, leave) {
    this.#root = root;
    // In the capture phase: what is open has not been closed by this very key yet.
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.#press(event, leave), { capture: true });
  }

  /**
   * @param {KeyboardEvent} event
   * @param {() => void} leave
   */
  #press(event, leave) {
    if (this.#root.hidden || event.isComposing || document.querySelector(ABOVE)) return;
    event.preventDefault();
    event.stopPropagation();
    const settings = view("call-settings");
    if (settings.matches(":popover-open")) part(settings, "close").click();
    else leave();
  }
}
