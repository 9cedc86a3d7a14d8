/** The list of conversations as a modal dialog; htmx brings its content. */

export class Conversations {
  #dialog;

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.#dialog = dialog;
    dialog.addEventListener("htmx:afterSettle", () => this.#open());
  }

  turnPage() {
    if (this.#dialog.open) this.#dialog.close();
  }

  #open() {
    if (!this.#dialog.open) this.#dialog.showModal();
  }
}
