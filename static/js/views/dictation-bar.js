/** The microphone of dictation in the composer, and the line below that says how it stands. */

import { WORDS } from "../dictation/states.js";
import { blueprint, part } from "./parts.js";

const QUIET = new Set(["ready"]);

/**
 * @typedef {object} Shown
 * @property {import("../dictation/states.js").State} state
 * @property {boolean} isOn
 * @property {string} note
 */

export class DictationBar {
  #button;
  #line;
  #language;
  #failed;

  /** @param {HTMLElement} form */
  constructor(form) {
    this.#button = /** @type {HTMLButtonElement} */ (part(form, "dictate"));
    this.#line = part(form, "dictation");
    this.#language = /** @type {HTMLSelectElement} */ (part(form, "dictation-language"));
    this.#failed = part(form, "dictation-failed");
    const { dictationLanguage = "", dictationLanguages = "" } = document.body.dataset;
    this.choose(dictationLanguage, dictationLanguages);
    this.#button.disabled = false; // pressed before this it would do nothing
  }

  /** @returns {string} where the page finds the worklet */
  get worklet() {
    return this.#button.dataset.worklet ?? "";
  }

  /** @param {() => void} act */
  onPress(act) {
    this.#button.addEventListener("click", act);
  }

  /** @param {(language: string) => void} act */
  onLanguage(act) {
    this.#language.addEventListener("change", () => {
      document.body.dataset.dictationLanguage = this.#language.value;
      act(this.#language.value);
    });
  }

  /**
   * @param {string} language chosen elsewhere
   * @param {string} spoken the codes of all that the model writes down; what it does not is not offered
   */
  choose(language, spoken) {
    const codes = ["", ...spoken.split(" ")];
    for (const option of this.#language.options) option.hidden = option.disabled = !codes.includes(option.value);
    this.#language.value = codes.includes(language) ? language : "";
  }

  /** @param {Shown} shown */
  draw({ state, isOn, note }) {
    this.#button.setAttribute("aria-pressed", String(isOn));
    this.#button.setAttribute("aria-label", isOn ? "Stop dictating" : "Dictate");
    this.#line.dataset.state = state;
    this.#line.hidden = QUIET.has(state) && !isOn;
    const word = part(this.#line, "dictation-word");
    if (word.textContent !== WORDS[state]) word.textContent = WORDS[state]; // a reader says it once
    part(this.#line, "dictation-note").textContent = note;
  }

  /**
   * @param {string} name
   * @param {number} seconds of speech that were not written down
   * @param {{retry: () => void, discard: () => void}} acts
   */
  offer(name, seconds, { retry, discard }) {
    const row = blueprint("not-written");
    row.dataset.name = name;
    part(row, "says").textContent = `${seconds} s of speech not written down`;
    part(row, "retry").addEventListener("click", retry);
    part(row, "discard").addEventListener("click", discard);
    this.drop(name);
    this.#failed.append(row);
    this.#failed.hidden = false;
  }

  /** @param {string} name */
  drop(name) {
    this.#failed.querySelector(`[data-name="${CSS.escape(name)}"]`)?.remove();
    this.#failed.hidden = this.#failed.childElementCount === 0;
  }
}
