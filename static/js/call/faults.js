/** What a failure is for the person: a Problem says it itself, anything else is a fault of this page. */

import { Problem } from "../lib/problem.js";

/** @type {[string, string, boolean]} */
const FAULT = ["call_failed", "Something went wrong in this page. Try again.", true];

/** @typedef {{code: string, message: string, retry: boolean}} Said */

/**
 * @param {unknown} error
 * @returns {Said}
 */
export function problemOf(error) {
  const { code, message, retry } = error instanceof Problem ? error : new Problem(...FAULT);
  return { code, message, retry };
}
