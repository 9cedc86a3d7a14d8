/** Captions in the call bar: the utterance that grows, for whoever does not see the thread. */

const KEY = "parley.captions.bar";
const TAIL = 160;

export class CaptionLine {
  #line;
  #button;
  #isOn = localStorage.getItem(KEY) === "on";

  /**
   * @param {HTMLElement} line
   * @param {HTMLElement} button
   */
  constructor(line, button) {
    this.#line = line;
    this.#button = button;
    button.addEventListener("click", () => this.toggle());
    this.#show();
  }

  toggle() {
    this.#isOn = !this.#isOn;
    localStorage.setItem(KEY, this.#isOn ? "on" : "off");
    this.#show();
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
    this.#button.setAttribute("aria-pressed", String(this.#isOn));
    this.#line.hidden = !this.#isOn || !this.#line.textContent;
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
