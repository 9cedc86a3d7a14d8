/** The list of conversations as a modal dialog; htmx brings its content. */

import { part, view } from "./parts.js";

export class Conversations {
  #dialog;
  #tray;
  #home;
  #content;
  #staying = false;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {HTMLElement} tray the notices: behind the dialog nobody could reach them
   */
  constructor(dialog, tray) {
    this.#dialog = dialog;
    this.#tray = tray;
    this.#home = /** @type {HTMLElement} */ (tray.parentElement);
    this.#content = part(dialog, "content");
    this.#content.addEventListener("htmx:afterSettle", () => this.#open());
    dialog.addEventListener("close", () => this.#closed());
    document.addEventListener("keydown", (event) => this.#key(event));
  }

  /** The page behind it goes, and the person goes on with the list. */
  stay() {
    this.#staying = this.#dialog.open;
  }

  turnPage() {
    if (this.#dialog.open && !this.#staying) this.#dialog.close();
    this.#staying = false;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    const search = document.querySelector("[data-part=search]");
    if (search instanceof HTMLElement) search.focus();
    else view("opens-list").click();
  }

  #open() {
    if (this.#dialog.open) return;
    this.#dialog.showModal();
    part(this.#dialog, "tray").append(this.#tray);
    // A finger would get a keyboard over half of the list.
    if (matchMedia("(pointer: fine)").matches) part(this.#content, "search").focus();
  }

  #closed() {
    this.#home.prepend(this.#tray);
    this.#content.replaceChildren();
  }
}
