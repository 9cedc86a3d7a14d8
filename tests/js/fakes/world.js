/** Alice's tab with a call that can be started: every border faked, everything inside real. */

import { Call } from "../../../static/js/call/session.js";
import { TabSocket } from "../../../static/js/tab/socket.js";
import { installHttp } from "./http.js";
import { installPage } from "./page.js";
import { FakePeer, installPeer } from "./peer.js";
import { FakeWebSocket, installSocket } from "./socket.js";
import { installSound } from "./sound.js";
import { rest, until } from "./wait.js";

export const CONVERSATION = "c0000000-0000-4000-8000-000000000001";
export const CALLS_URL = "http://provider.test/v1/realtime/calls";
export const REPLAY = [
  { id: "a".repeat(32), type: "message", role: "user", content: [{ type: "input_text", text: "I am Alice." }] },
  { id: "b".repeat(32), type: "message", role: "assistant", content: [{ type: "output_text", text: "Hello Alice." }] },
];
export const TALK = { conversation: CONVERSATION, title: "Tea", microphone: true };

/** @typedef {ReturnType<typeof openWorld>} World */

/** Borders only; nothing is made yet. */
export function openBorders() {
  const page = installPage();
  installSocket();
  installPeer();
  const microphone = installSound();
  return { page, microphone, server: installHttp() };
}

/** @param {{replay?: any[], answerDue?: boolean, setup?: 'token'|'server'}} [options] */
export function openWorld({ replay = [], answerDue = false, setup = "token" } = {}) {
  const borders = openBorders();
  let sessions = 0;
  borders.server.answer(/\/end\/$/, () => ({ status: 204 }));
  borders.server.answer(/\/realtime\/calls$/, () => ({ status: 201, body: "v=0 answer" }));
  borders.server.answer(/\/offer\/$/, () => ({ status: 201, body: { sdp: "v=0 answer" } }));
  borders.server.answer(/\/sessions\/$/, () => {
    sessions += 1;
    return { status: 201, body: setup === "server" ? serverGrant(sessions, replay) : grant(sessions, replay, answerDue) };
  });
  return { ...borders, ...openTab() };
}

/** @type {TabSocket[]} */ const tabs = [];

/** Everything that a test left running ends with it. */
export async function closeTabs() {
  tabs.splice(0).forEach((socket) => socket.close());
  await rest();
}

/** One page of alice's, as after a load. */
export function openTab() {
  const socket = new TabSocket({ url: "ws://parley.test/ws/", user: "alice" });
  const call = new Call({ socket, user: "alice", device: "laptop" });
  tabs.push(socket);
  socket.connect();
  FakeWebSocket.last.greet();
  return { socket, call, tell: record(call) };
}

/**
 * @param {World} world
 * @param {object} [wish]
 */
export async function talk(world, wish = {}) {
  const started = world.call.start({ ...TALK, ...wish });
  await until(() => FakePeer.last?.channel.readyState === "open");
  await until(() => {
    FakePeer.last.takeItems();
    return world.call.facts.phase === "live";
  });
  return started;
}

/**
 * @param {number} number
 * @param {any[]} [replay]
 * @param {boolean} [answerDue]
 * @returns {import("../../../static/js/call/sessions.js").Grant}
 */
export function grant(number, replay = [], answerDue = false) {
  return {
    session: `session-${number}`, token: { value: "ek_secret", expires_at: 0 }, calls_url: CALLS_URL,
    model: "m", voice: "marin", output: "audio", replay, answer_due: answerDue, setup: "token",
  };
}

/** As `grant`, where the server posts the offer. @param {number} number @param {any[]} [replay] */
export function serverGrant(number, replay = []) {
  const calls_url = `/conversations/${CONVERSATION}/sessions/session-${number}/offer/`;
  return { ...grant(number, replay), setup: /** @type {const} */ ("server"), token: null, calls_url };
}

/** @param {Call} call */
function record(call) {
  /** @type {Record<string, any[]>} */ const told = {};
  for (const type of ["facts", "partial", "problem", "elsewhere", "ended", "gap"]) {
    told[type] = [];
    call.on(type, (detail) => told[type].push(detail));
  }
  return told;
}
