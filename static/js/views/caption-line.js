/** Captions in the call bar: the utterance that grows, for whoever does not see the thread. */

import { KeptSwitch } from "./kept-switch.js";

const TAIL = 160;

export class CaptionLine {
  #line;
  #switch;

  /**
   * @param {HTMLElement} line
   * @param {HTMLElement} button
   */
  constructor(line, button) {
    this.#line = line;
    this.#switch = new KeptSwitch(button, { key: "parley.captions.bar", first: false, changed: () => this.#show() });
    this.#show();
  }

  toggle() {
    this.#switch.toggle();
  }

  /** @param {{role: string, content: string}} partial */
  hear({ role, content }) {
    if (role === "tool" || !content) return;
    this.#line.dataset.role = role;
    this.#line.textContent = tailOf(content, TAIL);
    this.#show();
  }

  clear() {
    this.#line.textContent = "";
    this.#show();
  }

  #show() {
    this.#line.hidden = !this.#switch.isOn || !this.#line.textContent;
  }
}

/**
 * @param {string} text
 * @param {number} most characters
 * @returns {string} its end, from the beginning of a word
 */
export function tailOf(text, most) {
  if (text.length <= most) return text;
  const tail = text.slice(-most);
  return `…${tail.slice(tail.indexOf(" "))}`;
}
