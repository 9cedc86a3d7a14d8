/** A socket of alice's and what an event relay says on it. */

import { EventRelay } from "../../../static/js/call/event-relay.js";
import { Outbox } from "../../../static/js/call/outbox.js";
import { TabSocket } from "../../../static/js/tab/socket.js";
import { installPage } from "./page.js";
import { FakeWebSocket, installSocket } from "./socket.js";

export const DELETED = { type: "conversation.item.deleted", item_id: "i" };

export function openRelay() {
  installPage();
  installSocket();
  const socket = new TabSocket({ url: "ws://parley.test/ws/", user: "alice" });
  socket.connect();
  const outbox = new Outbox("alice");
  const relay = new EventRelay({ socket, outbox, session: "s1" });
  return { socket, outbox, relay };
}

/** @returns {number[][]} the numbers of each relay frame so far */
export function frames() {
  return FakeWebSocket.last.frames("relay").map(({ events }) => events.map((/** @type {any} */ { n }) => n));
}

/** @param {number} through @param {string} [session] */
export function acknowledge(through, session = "s1") {
  FakeWebSocket.last.say({ type: "ack", session, through });
}
