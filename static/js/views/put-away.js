/** The notices with Undo about what was just deleted or archived, here or on another device. */

const LOOK_AGAIN_MS = 1_000;
const LOOKS = 8; // the server takes an Undo for 10 s longer than the notice stands

/**
 * @typedef {object} Ears
 * @property {() => void} changed
 * @property {(conversation: string, open: HTMLElement | null) => void} undone open: the link to it
 */

export class PutAway {
  #root;
  #ears;
  /** @type {WeakSet<Element>} */ #known = new WeakSet();

  /**
   * @param {HTMLElement} root
   * @param {Ears} ears
   */
  constructor(root, ears) {
    this.#root = root;
    this.#ears = ears;
    root.addEventListener("click", ({ target }) => {
      if (target instanceof Element && target.closest("[data-part=close]")) target.closest("form")?.remove();
    });
    root.addEventListener("htmx:oobBeforeSwap", (event) => this.#keepSame(/** @type {CustomEvent} */ (event).detail));
    root.addEventListener("htmx:load", () => this.#arrived());
    root.addEventListener("htmx:afterRequest", (event) => this.#answered(/** @type {CustomEvent} */ (event).detail));
    this.watch();
  }

  /** Each goes when its time is over. */
  watch() {
    for (const notice of this.#root.querySelectorAll("form")) {
      if (this.#known.has(notice)) continue;
      this.#known.add(notice);
      setTimeout(() => expire(notice, LOOKS), Number(notice.dataset.leftS) * 1000);
    }
  }

  /** A list above has less room now: what has focus stays in sight. */
  #arrived() {
    this.watch();
    document.activeElement?.closest("[data-row]")?.scrollIntoView({ block: "nearest" });
  }

  /**
   * The same notices stay as they are, with focus and a finger on them.
   * @param {any} detail of htmx:oobBeforeSwap
   */
  #keepSame(detail) {
    if (detail.target === this.#root && names(detail.fragment) === names(this.#root)) detail.shouldSwap = false;
  }

  /** @param {any} detail of htmx:afterRequest */
  #answered({ elt, successful }) {
    if (!successful || !(elt instanceof HTMLFormElement)) return;
    const open = /** @type {HTMLElement | null} */ (elt.querySelector("[data-part=open]"));
    this.#ears.undone(elt.dataset.putAway ?? "", open);
    elt.remove();
    this.#ears.changed();
  }
}

/** @param {ParentNode} root */
function names(root) {
  return [...root.querySelectorAll("form")].map((form) => form.getAttribute("action")).join(" ");
}

/**
 * Not under somebody's hand: they are about to press it.
 * @param {HTMLFormElement} notice
 * @param {number} looks
 */
function expire(notice, looks) {
  if (looks && notice.matches(":hover, :focus-within")) setTimeout(() => expire(notice, looks - 1), LOOK_AGAIN_MS);
  else notice.remove();
}
