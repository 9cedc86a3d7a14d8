/** A button that stays pressed, in this browser for good. */

export class KeptSwitch {
  #button;
  #key;
  #changed;
  #isOn;

  /**
   * @param {HTMLElement} button
   * @param {{key: string, first: boolean, changed: () => void}} options key: in localStorage; first: before anybody pressed it
   */
  constructor(button, { key, first, changed }) {
    this.#button = button;
    this.#key = key;
    this.#changed = changed;
    this.#isOn = (localStorage.getItem(key) ?? (first ? "on" : "off")) === "on";
    button.addEventListener("click", () => this.toggle());
    this.#show();
  }

  get isOn() { return this.#isOn; }

  toggle() {
    this.#isOn = !this.#isOn;
    localStorage.setItem(this.#key, this.#isOn ? "on" : "off");
    this.#show();
    this.#changed();
  }

  #show() {
    this.#button.setAttribute("aria-pressed", String(this.#isOn));
  }
}
