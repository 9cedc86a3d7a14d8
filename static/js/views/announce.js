/** What the call says of itself to a screen reader (one polite region) and in the window's title. */

export class Announcer {
  #region;
  #title = document.title;
  #label = "";

  /** @param {HTMLElement} region */
  constructor(region) {
    this.#region = region;
  }

  /** @param {{state: string, label: string}} description */
  tell({ state, label }) {
    const said = state === "idle" ? "" : label;
    if (said === this.#label) return;
    this.#label = said;
    this.#region.textContent = said;
    this.#entitle();
  }

  /** The page changed, and its title with it. */
  turnPage() {
    this.#title = document.title;
    this.#entitle();
  }

  #entitle() {
    document.title = this.#label ? `${this.#label} ${this.#title}` : this.#title;
  }
}
