/** Where an offer goes: to the provider with an ephemeral token, or to Parley, which posts it with its own key. */

import { postJson } from "../../lib/http.js";
import { refusalOf, unreachable } from "./refusals.js";

/** @typedef {{sdp: string, callId: string | null}} Answer callId: the provider's, where the browser is the one to tell it */
/** @typedef {(offer: string, signal: AbortSignal) => Promise<Answer>} Exchange it throws a Problem */

/**
 * @param {import("../sessions.js").Grant} grant
 * @returns {Exchange}
 */
export function exchangeFor({ setup, calls_url, token }) {
  if (setup === "server") return (offer, signal) => askParley(calls_url, offer, signal);
  return (offer, signal) => askProvider({ url: calls_url, token: token?.value ?? "", offer, signal });
}

/**
 * @param {string} url of this origin
 * @param {string} offer
 * @param {AbortSignal} signal
 * @returns {Promise<Answer>}
 */
async function askParley(url, offer, signal) {
  const { sdp } = await postJson(url, { sdp: offer }, { signal });
  return { sdp, callId: null };
}

/**
 * @param {{url: string, token: string, offer: string, signal: AbortSignal}} options
 * @returns {Promise<Answer>}
 */
async function askProvider({ url, token, offer, signal }) {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/sdp" };
  /** @type {Response} */ let response;
  try {
    response = await fetch(url, { method: "POST", headers, body: offer, signal, cache: "no-store" });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw unreachable();
  }
  if (!response.ok) throw await refusalOf(response);
  return { sdp: await response.text(), callId: lastSegment(response.headers.get("Location")) };
}

/**
 * @param {string | null} location like /v1/realtime/calls/rtc_…; a provider of another origin may not let us read it
 * @returns {string | null}
 */
function lastSegment(location) {
  return location?.split(/[?#]/)[0].split("/").at(-1) || null;
}
