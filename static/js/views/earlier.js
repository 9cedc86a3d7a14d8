/** Earlier messages: fetched before the reader gets there, put above without moving what is read. */

import { part } from "./parts.js";
import { localise } from "./times.js";

const AHEAD = "1200px 0px 0px"; // about two screens: a quick scroll does not run into the top

export class Earlier {
  #failed;
  /** @type {HTMLElement | null} */ #scroller = null;
  /** @type {IntersectionObserver | null} */ #watcher = null;

  /** @param {(text: string) => void} failed */
  constructor(failed) {
    this.#failed = failed;
  }

  /** @param {HTMLElement | null} scroller of the thread that the page shows now */
  attach(scroller) {
    this.#watcher?.disconnect();
    this.#scroller = scroller;
    if (!scroller) return;
    const near = (/** @type {IntersectionObserverEntry[]} */ seen) => seen.some((one) => one.isIntersecting) && void this.#load();
    this.#watcher = new IntersectionObserver(near, { root: scroller, rootMargin: AHEAD });
    this.#watch();
  }

  /** @param {number} sequence of a row that is among those not loaded yet */
  has(sequence) {
    const mark = this.#mark();
    return mark !== null && sequence < Number(mark.dataset.than);
  }

  #watch() {
    const mark = this.#mark();
    if (!mark) return;
    this.#watcher?.observe(mark);
    part(mark, "load").addEventListener("click", () => void this.#load());
  }

  async #load() {
    const mark = this.#mark();
    if (!mark || mark.ariaBusy === "true") return;
    mark.ariaBusy = "true";
    try {
      const answer = await fetch(mark.dataset.address ?? "");
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      if (mark.isConnected) this.#put(mark, await answer.text());
    } catch {
      mark.ariaBusy = "false"; // the button stays, to try again
      this.#failed("The earlier messages could not be fetched. Try again.");
    }
  }

  /**
   * @param {HTMLElement} mark
   * @param {string} html
   */
  #put(mark, html) {
    const scroller = this.#scroller;
    if (!scroller?.contains(mark)) return;
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    localise(fresh.content);
    const focused = mark.contains(document.activeElement);
    keepPlace(scroller, () => {
      part(scroller, "column").prepend(...part(fresh.content, "column").children);
      mark.replaceWith(...fresh.content.querySelectorAll("[data-part=earlier]"));
    });
    if (focused) scroller.focus({ preventScroll: true });
    this.#watch();
  }

  #mark() {
    const mark = this.#scroller?.querySelector("[data-part=earlier]");
    return mark instanceof HTMLElement ? mark : null;
  }
}

/**
 * What stands above changes; what the reader looks at stays where it is, and is not read out as news.
 * @param {HTMLElement} scroller
 * @param {() => void} change
 */
function keepPlace(scroller, change) {
  const fromEnd = scroller.scrollHeight - scroller.scrollTop;
  scroller.ariaBusy = "true";
  change();
  scroller.scrollTop = scroller.scrollHeight - fromEnd;
  requestAnimationFrame(() => { scroller.ariaBusy = "false"; });
}
