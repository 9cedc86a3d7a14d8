/** A call by the server needs scripts that others never ask for: they come with the first one. */

import { withWorklets } from "../../audio/worklets.js";
import { refusedBy, unreachable } from "./refusals.js";

/** @typedef {import("./socket.js").SocketTransport} SocketTransport */
/** @typedef {typeof import("../../audio/opus.js").Opus} OpusClass */
/** @typedef {{withWorklets: typeof withWorklets, refusedBy: typeof refusedBy, unreachable: typeof unreachable, Opus?: OpusClass | null}} Means of which a page has one only; Opus: the line is thin */

/**
 * @returns {Promise<(url: string) => SocketTransport>} url: of the audio relay
 * @throws {import("../../lib/problem.js").Problem}
 */
export async function fetchSocketTransport() {
  const address = document.body.dataset.relay ?? "./socket.js";
  try {
    const { SocketTransport } = /** @type {typeof import("./socket.js")} */ (await import(address));
    const Opus = await opusForThinLine();
    return (url) => new SocketTransport(url, { withWorklets, refusedBy, unreachable, Opus });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw unreachable(); // what could not be fetched
  }
}

/** @returns {Promise<OpusClass | null>} where the server takes it, the line is thin, and this browser can */
async function opusForThinLine() {
  const address = document.body.dataset.opus;
  if (!address || !isThin()) return null;
  const { Opus, canOpus } = /** @type {typeof import("../../audio/opus.js")} */ (await import(address));
  return (await canOpus()) ? Opus : null;
}

/** Few browsers say how their line is; of the others we know nothing. */
function isThin() {
  const { saveData, effectiveType = "" } = /** @type {any} */ (navigator).connection ?? {};
  return Boolean(saveData) || ["slow-2g", "2g", "3g"].includes(effectiveType);
}
