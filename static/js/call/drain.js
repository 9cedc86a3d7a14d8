/** Sends what this user's earlier pages left in the outbox. */

import { EventRelay } from "./event-relay.js";

/** @typedef {import("../tab/socket.js").TabSocket} TabSocket */
/** @typedef {import("./outbox.js").Outbox} Outbox */

/**
 * The tab that holds a session, or drains it, has its lock; the browser gives it free when the tab goes.
 * @param {string} session
 * @param {LockOptions} options
 * @param {(lock: Lock | null) => Promise<void>} task
 * @returns {Promise<void>}
 */
export async function withRelayLock(session, options, task) {
  // Plain http has no locks. Two tabs draining at once cost traffic only: the server takes each number once.
  if (!navigator.locks) return task(/** @type {Lock} */ ({}));
  await navigator.locks.request(`parley.relay.${session}`, options, task);
}

/** @param {{socket: TabSocket, outbox: Outbox}} options */
export async function drain({ socket, outbox }) {
  await outbox.forgetStrangers();
  for (const session of await outbox.sessions()) {
    await withRelayLock(session, { ifAvailable: true }, async (lock) => {
      if (lock) await drainSession({ socket, outbox, session });
    });
  }
}

/** @param {{socket: TabSocket, outbox: Outbox, session: string}} options */
async function drainSession({ socket, outbox, session }) {
  const relay = new EventRelay({ socket, outbox, session, pending: await outbox.read(session) });
  await relay.drained();
  relay.close();
}
