/** The button under an answer: reads it aloud, stops, and shows how far it is. */

import { part } from "./parts.js";

/** @typedef {import("../reading/reader.js").Facts} Facts */

/** @param {Facts | null} facts of what is read now; rows that are drawn anew are shown again */
export function showReading(facts) {
  const now = facts && document.getElementById(`message-${facts.message}`)?.querySelector("[data-read]");
  for (const button of document.querySelectorAll('[data-read][aria-pressed="true"]')) if (button !== now) draw(button, null);
  if (now) draw(now, facts);
}

/**
 * @param {Element} button
 * @param {Facts | null} facts
 */
function draw(button, facts) {
  button.setAttribute("aria-pressed", String(facts !== null));
  button.setAttribute("aria-label", facts ? "Stop reading" : "Read aloud");
  const so = /** @type {HTMLProgressElement} */ (part(button, "so-far"));
  so.hidden = !facts;
  if (facts && facts.of !== null) so.value = facts.at;
  else so.removeAttribute("value"); // it still grows: nobody knows how long it will be
}
