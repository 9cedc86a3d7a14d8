/** The last words under the orb; they can be switched off, for good. */

import { tailOf } from "../views/caption-line.js";
import { KeptSwitch } from "../views/kept-switch.js";

const LONGEST = 320;

export class Captions {
  #root;
  #switch;

  /**
   * @param {HTMLElement} root
   * @param {HTMLElement} button
   */
  constructor(root, button) {
    this.#root = root;
    this.#switch = new KeptSwitch(button, { key: "parley.captions.room", first: true, changed: () => this.#show() });
    this.#show();
  }

  toggle() {
    this.#switch.toggle();
  }

  /** @param {import("./lines.js").Line[]} lines the newest last */
  draw(lines) {
    const old = new Map([...this.#root.children].map((line) => [/** @type {HTMLElement} */ (line).dataset.of, line]));
    const drawn = lines.map((line) => lineFor(line, old.get(line.key)));
    if (drawn.length !== old.size || drawn.some((line, at) => this.#root.children[at] !== line)) this.#root.replaceChildren(...drawn);
    this.#show();
    this.#root.scrollTop = this.#root.scrollHeight;
  }

  #show() {
    this.#root.hidden = !this.#switch.isOn || !this.#root.children.length;
  }
}

/**
 * @param {import("./lines.js").Line} line
 * @param {Element} [known]
 */
function lineFor({ key, role, text }, known) {
  const line = /** @type {HTMLElement} */ (known ?? document.createElement("p"));
  const said = tailOf(text, LONGEST);
  line.className = "room__caption";
  Object.assign(line.dataset, { of: key, role });
  if (line.textContent !== said) line.textContent = said;
  return line;
}
