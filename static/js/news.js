/**
 * What happened while nobody looked: a count in the title of each tab that shows it, and one notification a browser.
 * Whoever looks at it in one tab has seen it in all.
 */

/** So long another tab of this browser has to say that somebody looks at it there. */
const SEEN_WITHIN_MS = 400;
/** A tab in the background may be a minute late. */
const CLAIMED_FOR_MS = 70_000;

/**
 * @typedef {object} Item
 * @property {string} id one happening has one in every tab
 * @property {string} text what happened, in a few words
 * @property {string} [about] the conversation's title
 * @property {string} [url] where it can be seen
 * @property {boolean} [quiet] only counted
 */

/**
 * @typedef {object} Outlets
 * @property {(count: number) => void} count
 * @property {(item: Item) => void} notify
 */

export class News {
  #outlets;
  #channel;
  /** @type {Set<string>} */ #unseen = new Set();
  /** @type {Set<string>} */ #seen = new Set();

  /**
   * @param {string} user tabs of another person are none of ours
   * @param {Outlets} outlets
   */
  constructor(user, outlets) {
    this.#outlets = outlets;
    this.#channel = new BroadcastChannel(`parley.news.${user}`);
    this.#channel.onmessage = ({ data }) => this.#drop(data);
    document.addEventListener("visibilitychange", () => this.#look());
  }

  /** @param {Item} item */
  tell(item) {
    if (this.#seen.has(item.id) || this.#unseen.has(item.id)) return;
    this.#unseen.add(item.id);
    if (!document.hidden) return this.#look();
    this.#outlets.count(this.#unseen.size);
    if (!item.quiet) setTimeout(() => void this.#notify(item), SEEN_WITHIN_MS);
  }

  #look() {
    if (document.hidden || !this.#unseen.size) return;
    const seen = [...this.#unseen];
    this.#channel.postMessage(seen);
    this.#drop(seen);
  }

  /** @param {string[]} seen */
  #drop(seen) {
    for (const id of seen) {
      this.#seen.add(id);
      this.#unseen.delete(id);
    }
    this.#outlets.count(this.#unseen.size);
  }

  /** @param {Item} item of several tabs one tells it: whoever has the lock */
  async #notify(item) {
    if (!this.#unseen.has(item.id)) return;
    await navigator.locks?.request(`parley.news.${item.id}`, { ifAvailable: true }, (lock) => {
      if (!lock) return undefined;
      this.#outlets.notify(item);
      return new Promise((done) => setTimeout(done, CLAIMED_FOR_MS));
    });
  }
}
