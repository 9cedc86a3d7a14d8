/** The sheet of the page's keys: focus goes in, and back to where it came from. */

import { part } from "./parts.js";

export class KeysSheet {
  #dialog;
  /** @type {HTMLElement | null} */ #home = null;

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.#dialog = dialog;
    dialog.addEventListener("close", () => this.#home?.focus());
  }

  /** @param {HTMLElement | null} [opener] what was pressed; without one a key was */
  open(opener = null) {
    if (this.#dialog.open) return;
    this.#home = opener && homeOf(opener);
    part(this.#dialog, "talk-key").textContent = document.documentElement.dataset.talkKey ?? "Space";
    this.#dialog.showModal();
  }
}

/**
 * @param {HTMLElement} opener an item of a menu goes with its menu
 * @returns {HTMLElement | null}
 */
function homeOf(opener) {
  const menu = opener.closest("[popover]");
  return menu ? document.querySelector(`[popovertarget="${menu.id}"]`) : opener;
}
