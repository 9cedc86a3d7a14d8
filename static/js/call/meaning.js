/** What the provider's events of one session mean for the call. No I/O. */

import { GrowingTexts } from "./growing-texts.js";
import { failureOf } from "./transports/refusals.js";
import { turn } from "./turns.js";

/** @typedef {[type: 'expires'|'partial'|'change'|'problem', detail: unknown]} Told an event of the session's own */

export class Meaning {
  #texts = new GrowingTexts();
  #isAheadMs;

  /** @param {number} [now] the server's clock, in seconds: this computer's may be wrong */
  constructor(now) {
    this.#isAheadMs = now ? now * 1000 - Date.now() : 0;
  }

  /**
   * @param {import("./reduce.js").ProviderEvent} event to be heard once
   * @param {boolean} isReplayed a replay changes nobody's turn
   * @returns {Generator<Told, void, void>}
   */
  *of(event, isReplayed) {
    if (event.session?.expires_at) yield ["expires", event.session.expires_at * 1000 - this.#isAheadMs];
    const partial = this.#texts.hear(event);
    if (partial) yield ["partial", partial];
    if (isReplayed) yield ["change", turn(event)];
    if (event.response?.status === "failed") yield ["problem", failureOf(event.response.status_details?.error)];
  }
}
