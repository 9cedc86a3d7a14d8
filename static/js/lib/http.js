/** JSON over HTTP with Django's CSRF token; every refusal becomes a Problem. */

import { Problem } from "./problem.js";

export const UNREACHABLE = new Problem("server_unreachable", "Parley cannot be reached. Check the network and try again.", true);

/** Refusals that carry no JSON of ours (a proxy's page, the log-in redirect, Django's CSRF page). */
/** @type {Record<number, [string, string, boolean]>} */
const BY_STATUS = {
  0: ["logged_out", "You are logged out. Log in again.", false],
  401: ["logged_out", "You are logged out. Log in again.", false],
  403: ["forbidden", "This page is out of date. Reload it and try again.", false],
  404: ["not_found", "This conversation does not exist.", false],
  413: ["too_large", "That is too long to send at once.", false],
  429: ["too_fast", "That was a little fast. Wait a moment and try again.", true],
};

/**
 * @param {string} url
 * @param {object} body
 * @param {Pick<RequestInit, 'keepalive'|'signal'>} [options] keepalive: the page may go before the answer
 * @returns {Promise<any>} the JSON answer, null when there is none
 * @throws {Problem}
 */
export async function postJson(url, body, options) {
  const response = await post(url, body, options);
  if (!response.ok) throw await refusal(response);
  return response.status === 204 ? null : response.json();
}

/**
 * @param {string} url
 * @returns {Promise<string>}
 * @throws {Problem}
 */
export async function getText(url) {
  const response = await answered(fetch(url, { cache: "no-store", redirect: "manual" }));
  if (!response.ok) throw await refusal(response);
  return response.text();
}

/**
 * @param {string} url
 * @param {object} body
 * @returns {Promise<Blob>} a sound
 * @throws {Problem}
 */
export async function postForSound(url, body) {
  return (await postForAnswer(url, body)).blob();
}

/**
 * @param {string} url
 * @param {object} body
 * @param {Pick<RequestInit, 'signal'>} [options]
 * @returns {Promise<Response>} a good one, to be read by its headers
 * @throws {Problem}
 */
export async function postForAnswer(url, body, options) {
  const response = await post(url, body, options);
  if (!response.ok) throw await refusal(response);
  return response;
}

/**
 * @param {string} url
 * @param {object} body
 * @param {RequestInit} [options]
 */
function post(url, body, options) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() };
  const request = { method: "POST", headers, body: JSON.stringify(body), ...options };
  return answered(fetch(url, { cache: "no-store", redirect: "manual", ...request }));
}

/** @param {Promise<Response>} asking */
async function answered(asking) {
  try {
    return await asking;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw UNREACHABLE;
  }
}

/** @returns {string} */
export function csrfToken() {
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("[name=csrfmiddlewaretoken]"));
  const meta = /** @type {HTMLMetaElement | null} */ (document.querySelector("meta[name=csrf-token]"));
  const cookie = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie);
  return cookie?.[1] ?? meta?.content ?? field?.value ?? "";
}

/**
 * @param {Response} response
 * @returns {Promise<Problem>}
 */
export async function refusal(response) {
  const { error } = (await readJson(response)) ?? {};
  if (error?.code && error?.message) return new Problem(error.code, error.message, Boolean(error.retry));
  const known = BY_STATUS[response.status];
  if (known) return new Problem(...known);
  return new Problem("server_failed", "Parley could not do that just now. Try again.", true);
}

/**
 * @param {Response} response
 * @returns {Promise<any>} null when the body is no JSON
 */
export async function readJson(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}
