/** What the provider's HTTP refusals mean, in one plain sentence each. */

import { readJson } from "../../lib/http.js";
import { Problem } from "../../lib/problem.js";

/** @type {Record<string, [string, string, boolean]>} */
const REFUSALS = {
  bad_key: ["bad_key", "The provider did not accept the key. Ask your administrator.", false],
  no_quota: ["no_quota", "The provider account has no credit left. Ask your administrator.", false],
  no_model_access: ["no_model_access", "The provider account may not use this model.", false],
  unknown_model: ["unknown_model", "The provider does not know this model.", false],
  too_many_calls: ["too_many_calls", "The provider is busy with too many calls. Try again in a moment.", true],
  provider_refused: ["provider_refused", "The provider did not take the call.", false],
  provider_failed: ["provider_refused", "The provider had a fault of its own. Try again in a moment.", true],
  provider_unreachable: ["provider_unreachable", "The provider cannot be reached. Check the network.", true],
};

/** @type {Record<string, keyof typeof REFUSALS>} */
const BY_PROVIDER_CODE = {
  invalid_api_key: "bad_key",
  insufficient_quota: "no_quota",
  billing_hard_limit_reached: "no_quota",
  model_not_found: "unknown_model",
  invalid_model: "unknown_model",
  missing_model: "unknown_model",
  rate_limit_exceeded: "too_many_calls",
};

/** @type {Record<number, keyof typeof REFUSALS>} */
const BY_STATUS = { 401: "bad_key", 403: "no_model_access", 404: "unknown_model", 429: "too_many_calls" };

/**
 * @param {Response} response
 * @returns {Promise<Problem>}
 */
export async function refusalOf(response) {
  const code = (await readJson(response))?.error?.code;
  const other = response.status >= 500 ? "provider_failed" : "provider_refused";
  return new Problem(...REFUSALS[BY_PROVIDER_CODE[code] ?? BY_STATUS[response.status] ?? other]);
}

/** @returns {Problem} */
export function unreachable() {
  return new Problem(...REFUSALS.provider_unreachable);
}

/**
 * @param {{type?: string, code?: string, message?: string, retry?: boolean}} error before a socket was ready: Parley's own are of the type `parley`
 * @returns {Problem}
 */
export function refusedBy({ type, code = "", message = "", retry = false }) {
  if (type !== "parley") return failureOf({ code });
  return new Problem(code, message, retry);
}

/**
 * @param {{code?: string} | null | undefined} error of a failed response
 * @returns {Problem}
 */
export function failureOf(error) {
  return new Problem(...REFUSALS[BY_PROVIDER_CODE[error?.code ?? ""] ?? "provider_failed"]);
}
