/** Text for the clipboard, also one that must be fetched first. */

import { Problem } from "./problem.js";

/** @type {[string, string, boolean]} */
const REFUSED = ["no_clipboard", "This browser does not let the page use the clipboard. Download the conversation instead.", false];

/**
 * @param {string | Promise<string>} text Safari wants the clipboard asked in the click itself, and waits for a promise
 * @returns {Promise<void>}
 * @throws {Problem}
 */
export async function copyText(text) {
  const blob = Promise.resolve(text).then((known) => new Blob([known], { type: "text/plain" }));
  try {
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(...REFUSED);
  }
}
