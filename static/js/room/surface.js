/** The room over the page: what lies under it cannot be reached, what belongs to the call comes along, focus goes in and back. */

import { part, view } from "../views/parts.js";

const UNDER = ".app, .skip";

/** @typedef {{element: HTMLElement, home: Comment}} Guest */

export class Surface {
  #root;
  /** @type {HTMLElement | null} */ #opener = null;
  /** @type {Guest[]} */ #guests = [];

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {HTMLElement | null} opener what was pressed; without one a key was */
  open(opener) {
    this.#opener = opener ?? (document.activeElement instanceof HTMLElement ? document.activeElement : null);
    this.#root.hidden = false;
    // The very controls and notices of the bar: nothing stands twice, nothing can differ.
    const [tray, controls] = [part(this.#root, "tray"), part(this.#root, "controls")];
    const call = part(view("call"), "controls");
    this.#guests = [invited(view("tray"), tray), invited(call, controls), invited(view("devices"), controls)];
    for (const under of document.querySelectorAll(UNDER)) /** @type {HTMLElement} */ (under).inert = true;
    this.#root.focus({ preventScroll: true });
  }

  close() {
    this.#root.hidden = true;
    for (const { element, home } of this.#guests.splice(0)) home.replaceWith(element);
    for (const under of document.querySelectorAll(UNDER)) /** @type {HTMLElement} */ (under).inert = false;
    const opener = this.#opener;
    const back = opener?.checkVisibility() && opener !== document.body ? opener : document.querySelector("[data-view=composer] textarea");
    if (back instanceof HTMLElement) back.focus({ preventScroll: true });
  }

  /** What had the focus may have gone. */
  keepFocus() {
    if (document.activeElement === document.body) this.#root.focus({ preventScroll: true });
  }
}

/**
 * @param {HTMLElement} element
 * @param {HTMLElement} place
 * @returns {Guest}
 */
function invited(element, place) {
  const home = document.createComment("");
  element.replaceWith(home);
  place.append(element);
  return { element, home };
}
