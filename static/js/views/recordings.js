/** Recorded messages that are under way, or wait for another try: a line each above the field. */

import { blueprint, part } from "./parts.js";
import { clock } from "./recorder.js";

/** @typedef {import("../recording/recordings.js").Way} Way */
/** @typedef {{retry: (id: string) => void, discard: (id: string) => void}} Wishes */

export class RecordingsView {
  #root;
  #wishes;

  /**
   * @param {HTMLElement} root
   * @param {Wishes} wishes
   */
  constructor(root, wishes) {
    this.#root = root;
    this.#wishes = wishes;
  }

  /** @param {Way[]} ways */
  show(ways) {
    const shown = new Set(ways.map(({ kept }) => kept.id));
    for (const line of this.#lines()) if (!shown.has(line.dataset.id ?? "")) line.remove();
    for (const way of ways) this.#draw(this.#lineOf(way.kept.id), way);
  }

  /** @returns {HTMLElement[]} */
  #lines() {
    return /** @type {HTMLElement[]} */ ([...this.#root.children]);
  }

  /** @param {string} id */
  #lineOf(id) {
    const known = this.#lines().find(({ dataset }) => dataset.id === id);
    if (known) return known;
    const line = blueprint("recording");
    line.dataset.id = id;
    part(line, "retry").addEventListener("click", () => this.#wishes.retry(id));
    part(line, "discard").addEventListener("click", () => this.#wishes.discard(id));
    this.#root.append(line);
    return line;
  }

  /**
   * @param {HTMLElement} line
   * @param {Way} way
   */
  #draw(line, { kept, part: sent, problem }) {
    const soFar = /** @type {HTMLProgressElement} */ (part(line, "so-far"));
    line.classList.toggle("notice--danger", problem !== null);
    part(line, "retry").hidden = problem === null;
    soFar.hidden = problem !== null;
    if (sent < 1) soFar.value = sent;
    else soFar.removeAttribute("value"); // nobody knows how long it takes to write down
    const words = problem ? `Your recording (${clock(kept.ms)}) is kept. ${problem}` : sent < 1 ? "Sending your recording…" : "Writing it down…";
    const text = part(line, "text");
    if (text.textContent !== words) text.textContent = words;
  }
}
