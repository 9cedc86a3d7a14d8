/** This browser's own id: a reload may take its own call over without asking. */

import { uuid } from "./lib/ids.js";

const KEY = "parley.device";

/** @returns {string} a uuid that stays for as long as the browser keeps it */
export function deviceId() {
  const known = localStorage.getItem(KEY) ?? uuid();
  localStorage.setItem(KEY, known);
  return known;
}
