/** Reports a session of this page to its end, and past it: until all that was heard is stored. */

import { withRelayLock } from "./drain.js";
import { EventRelay } from "./event-relay.js";

/**
 * @typedef {object} Reported
 * @property {import("../tab/socket.js").TabSocket} socket
 * @property {import("./outbox.js").Outbox} outbox
 * @property {import("./saving.js").Saving} saving
 * @property {string} session
 * @property {AbortSignal} signal when nothing more is heard
 */

/**
 * @param {Reported} reported
 * @returns {EventRelay} it closes by itself
 */
export function relaySession({ socket, outbox, saving, session, signal }) {
  const relay = new EventRelay({ socket, outbox, session });
  saving.watch(relay);
  const over = new Promise((resolve) => signal.addEventListener("abort", resolve));
  void withRelayLock(session, {}, () => keep(relay, over));
  return relay;
}

/**
 * @param {EventRelay} relay
 * @param {Promise<unknown>} over
 */
async function keep(relay, over) {
  await over;
  await relay.drained();
  relay.close();
}
