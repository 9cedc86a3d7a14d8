/** What the call says of itself to a screen reader (one polite region) and in the window's title. */

const OFF = new Set(["idle", "ended"]);

export class Announcer {
  #region;
  #title = document.title;
  #news = 0;
  #label = "";
  #warning = "";
  #over = true;

  /** @param {HTMLElement} region */
  constructor(region) {
    this.#region = region;
  }

  /**
   * @param {{state: string, label: string, warning: {what: string, meaning: string} | null}} description
   * @param {boolean} spoken something else says it already: an error is an alert of its own
   */
  tell({ state, label, warning }, spoken = false) {
    this.#turn(state, label, spoken);
    const worry = warning ? `${warning.what} ${warning.meaning}` : "";
    if (worry && worry !== this.#warning) this.#region.textContent = worry;
    this.#warning = worry;
  }

  /** @param {string} text of something that was done, once */
  say(text) { this.#region.textContent = text; }

  /** @param {number} count of what happened while nobody looked */
  news(count) {
    if (count === this.#news) return;
    this.#news = count;
    this.#entitle();
    if (count) void navigator.setAppBadge?.(count);
    else void navigator.clearAppBadge?.();
  }

  /** @param {string} [title] the page changed, and its title with it */
  turnPage(title = document.title) {
    this.#title = title;
    this.#entitle();
  }

  /**
   * @param {string} state
   * @param {string} label
   * @param {boolean} spoken
   */
  #turn(state, label, spoken) {
    const said = state === "idle" ? "" : label;
    if (said === this.#label) return;
    this.#label = said;
    this.#over = OFF.has(state);
    this.#region.textContent = spoken ? "" : said;
    this.#entitle();
  }

  #entitle() {
    const news = this.#news ? `(${this.#news}) ` : "";
    document.title = news + (this.#label && !this.#over ? `${this.#label} ${this.#title}` : this.#title);
  }
}
