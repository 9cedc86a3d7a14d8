/** Copies of rows of the thread that follow their originals: the transcript, and the cards that ask. */

const NAMES = ["id", "data-item", "data-sequence", "aria-live"]; // what finds the original is not to find the copy
const LEFT_OUT = ".read, .recording, .message__facts";

export class Copies {
  #place;
  /** @type {Map<Element, Element>} */ #copies = new Map();

  /** @param {HTMLElement} place */
  constructor(place) {
    this.#place = place;
  }

  /**
   * @param {Element[]} originals in their order
   * @param {Iterable<Node>} [changed] in these something is new
   */
  draw(originals, changed = []) {
    for (const node of changed) for (const original of this.#copies.keys()) if (original.contains(node)) this.#copies.delete(original);
    const drawn = originals.map((original) => [original, this.#copies.get(original) ?? copyOf(original)]);
    this.#copies = new Map(/** @type {[Element, Element][]} */ (drawn));
    const wanted = [...this.#copies.values()];
    for (const old of [...this.#place.children]) if (!wanted.includes(old)) old.remove();
    wanted.forEach((copy, at) => this.#place.children[at] === copy || this.#place.insertBefore(copy, this.#place.children[at] ?? null));
  }

  clear() {
    this.#copies.clear();
    this.#place.replaceChildren();
  }
}

/** @param {Element} original */
function copyOf(original) {
  const copy = /** @type {Element} */ (original.cloneNode(true));
  for (const element of [copy, ...copy.querySelectorAll("*")]) for (const name of NAMES) element.removeAttribute(name);
  for (const element of copy.querySelectorAll(LEFT_OUT)) element.remove();
  return copy;
}
