/** Notifications of the assistant: each once, a few at a time; what warns stays until it is dismissed. */

import { blueprint, part } from "./parts.js";

const STANDS_MS = 12_000;
const LOOK_AGAIN_MS = 1_000;
const MOST = 4;
const STAYING = new Set(["warning", "error"]);

/** @typedef {{id: number, level: "success" | "info" | "warning" | "error", text: string}} Notification */

export class Toasts {
  #root;
  /** @type {Set<number>} */ #shown = new Set();

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#root = root;
  }

  /** @param {Notification} notification */
  show({ id, level, text }) {
    if (this.#shown.has(id)) return; // told again, after a while without hints
    this.#shown.add(id);
    const toast = blueprint("toast");
    toast.dataset.level = level;
    toast.setAttribute("role", STAYING.has(level) ? "alert" : "status");
    part(toast, "close").addEventListener("click", () => toast.remove());
    this.#root.append(toast);
    part(toast, "text").textContent = text; // after it is in the page, or a reader stays silent
    while (this.#root.children.length > MOST) this.#root.firstElementChild?.remove();
    if (!STAYING.has(level)) setTimeout(() => expire(toast), STANDS_MS);
  }
}

/** @param {HTMLElement} toast goes, but not while somebody reads it with a finger on it */
function expire(toast) {
  if (toast.matches(":hover, :focus-within")) setTimeout(() => expire(toast), LOOK_AGAIN_MS);
  else toast.remove();
}
