/** Notices above the dock: what happened and what to do, each said once. */

import { clock } from "../call/warnings.js";
import { endingOf } from "./endings.js";
import { blueprint, part } from "./parts.js";

const BRIEF_MS = 5_000;

/**
 * @typedef {object} Notice
 * @property {string} key one of a kind: a newer takes the older one's place
 * @property {string} text
 * @property {boolean} [danger] spoken at once by a screen reader
 * @property {{label: string, run: () => void}} [action]
 */

export class Notices {
  #root;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #brief;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {Notice} notice */
  tell({ key, text, danger = false, action }) {
    const element = blueprint("notice");
    element.dataset.key = key;
    element.classList.toggle("notice--danger", danger);
    element.setAttribute("role", danger ? "alert" : "status");
    part(element, "close").addEventListener("click", () => this.drop(key));
    this.#offer(part(element, "action"), key, action);
    this.drop(key);
    this.#root.append(element);
    part(element, "text").textContent = text; // after it is in the page, or a reader stays silent
  }

  /** @param {string} text what was done; it needs no answer and goes by itself */
  brief(text) {
    this.tell({ key: "brief", text });
    clearTimeout(this.#brief);
    this.#brief = setTimeout(() => this.drop("brief"), BRIEF_MS);
  }

  /** @param {{code: string, message: string}} problem of a call that goes on */
  problem({ code, message }) {
    this.tell({ key: `problem-${code}`, text: message, danger: true });
  }

  /**
   * @param {string} text where the call is
   * @param {() => void} run takes it over
   */
  elsewhere(text, run) {
    this.tell({ key: "elsewhere", text, action: { label: "Continue here", run } });
  }

  /** @param {() => void} run */
  busy(run) {
    const text = "You are in a call in another conversation. An answer here needs that call to end.";
    this.tell({ key: "busy", text, action: { label: "End it, go on here", run } });
  }

  /** @param {() => void} run */
  echo(run) {
    const text = "Another tab is in a call too, and each call hears the other. Use headphones, or mute one of them.";
    this.tell({ key: "echo", text, action: { label: "Mute here", run } });
  }

  /**
   * @param {string} reason
   * @param {boolean} spoken the call had a microphone
   * @param {() => void} run begins it again
   */
  ended(reason, spoken, run) {
    const ending = endingOf(reason, spoken);
    if (!ending) return;
    const { text, again } = ending;
    this.tell({ key: "ended", text, action: again ? { label: again, run } : undefined });
  }

  /** @param {{from: number, to: number}} times between them nothing could be kept; milliseconds since 1970 */
  gap({ from, to }) {
    const [first, last] = [clock(from), clock(to)];
    const when = first === last ? `at ${first}` : `from ${first} to ${last}`;
    this.tell({ key: "gap", text: `What was said ${when} could not all be saved. From now on everything is saved again.` });
  }

  /** What was said of the page before goes with it. */
  turnPage() {
    for (const key of ["busy", "elsewhere", "page"]) this.drop(key);
  }

  outdated() {
    const text = "Parley has been renewed. Reload this page to go on. What it has not saved yet is kept, and saved after that.";
    this.tell({ key: "outdated", text, action: { label: "Reload", run: () => location.reload() } });
  }

  /** @param {string} key */
  drop(key) {
    this.#root.querySelector(`[data-key="${CSS.escape(key)}"]`)?.remove();
  }

  /**
   * @param {HTMLElement} button
   * @param {string} key
   * @param {Notice["action"]} action
   */
  #offer(button, key, action) {
    button.hidden = !action;
    if (!action) return;
    button.textContent = action.label;
    button.addEventListener("click", () => {
      this.drop(key);
      action.run();
    });
  }
}
