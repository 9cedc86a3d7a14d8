/** A call by the server needs scripts that others never ask for: they come with the first one. */

import { withWorklets } from "../../audio/worklets.js";
import { refusedBy, unreachable } from "./refusals.js";

/** @typedef {import("./socket.js").SocketTransport} SocketTransport */
/** @typedef {{withWorklets: typeof withWorklets, refusedBy: typeof refusedBy, unreachable: typeof unreachable}} Means of which a page has one only */

/**
 * @returns {Promise<(url: string) => SocketTransport>} url: of the audio relay
 * @throws {import("../../lib/problem.js").Problem}
 */
export async function fetchSocketTransport() {
  const address = document.body.dataset.relay ?? "./socket.js";
  try {
    const { SocketTransport } = /** @type {typeof import("./socket.js")} */ (await import(address));
    return (url) => new SocketTransport(url, { withWorklets, refusedBy, unreachable });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw unreachable(); // what could not be fetched
  }
}
