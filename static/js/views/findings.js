/** The findings of the connection check, as they come. */

import { check } from "../check.js";
import { part } from "./parts.js";

/** @param {HTMLElement} button disabled while it is tried */
export async function tellFindings(button) {
  const list = document.querySelector("[data-view=findings]");
  if (!list) return;
  /** @type {HTMLButtonElement} */ (button).disabled = true;
  await check((name, outcome, words) => {
    const row = /** @type {HTMLElement} */ (list.querySelector(`[data-finding=${name}]`));
    row.dataset.outcome = outcome;
    part(row, "words").textContent = words;
  }).finally(() => (/** @type {HTMLButtonElement} */ (button).disabled = false));
}
