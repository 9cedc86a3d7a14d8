/** The tab's one socket to Parley: comes back by itself, beats, and hands out frames as events. */

import { Emitter } from "../lib/emitter.js";
import { Comeback } from "./comeback.js";

const BEAT_MS = 10_000;
const ANSWER_MS = 3_000;
const UNANSWERED_BEATS = 2;
const STABLE_AFTER_MS = 60_000;
const LOGGED_OUT = 4401;
const SILENT = 4408;
const UNOPENED = 1006;

/** The server speaks another version than this page: only a reload helps. */
export const OUTDATED = 4426;

/** This person has too many tabs open: this one rests until somebody looks at it. */
export const RESTING = 4429;

const FINAL = new Set([LOGGED_OUT, OUTDATED, RESTING]);

const SERVER_FRAMES = new Set([
  "hello", "changes", "partial", "ack", "resend", "deliver", "run", "session", "sideband", "where", "live", "conversations", "error",
  "settings", "mode", "collection", "notification",
  "approvals", "remind",
]);

export class TabSocket extends Emitter {
  #url;
  #user;
  #protocol;
  #comeback = new Comeback();
  /** @type {WebSocket | null} */ #socket = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #beating;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #retrying;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #settling;
  /** @type {string | null} */ #session = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #looking;
  #unanswered = 0;
  /** Handshakes in a row that came to nothing. */ #unopened = 0;
  #greeted = false;

  /**
   * @param {{url: string, user: string, protocol?: string}} options
   *   user: the page's opaque id; nothing is sent to another's socket, nor to one of another protocol
   */
  constructor({ url, user, protocol = "1" }) {
    super();
    this.#url = `${url}?protocol=${protocol}`;
    this.#user = user;
    this.#protocol = protocol;
    globalThis.addEventListener?.("online", () => this.#retrying && this.connect());
  }

  /** @returns {boolean} whether frames can be sent now */
  get online() {
    return this.#greeted;
  }

  connect() {
    clearTimeout(this.#retrying);
    this.#retrying = undefined;
    if (this.#socket) return;
    const socket = new WebSocket(address(this.#url));
    this.#socket = socket;
    socket.onmessage = ({ data }) => socket === this.#socket && this.#hear(data);
    socket.onclose = ({ code }) => socket === this.#socket && this.#lost(code);
  }

  /**
   * @param {object} frame
   * @returns {boolean} false when the socket is not open; nothing is queued
   */
  send(frame) {
    if (!this.#greeted || this.#socket?.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(frame));
    this.emit("sent", frame);
    return true;
  }

  /**
   * Tell the server, now and after each reconnect, which session this tab holds.
   * @param {string | null} session
   */
  hold(session) {
    this.#session = session;
    if (session) this.send({ type: "hold", session });
  }

  close() {
    this.#drop();
    this.emit("closed", { willRetry: false });
  }

  /** Until somebody connects it again; nothing is over. */
  rest() {
    this.#drop();
  }

  /** A page that slept does not know whether its socket outlived it: it must answer soon, or a new one is made now. */
  look() {
    if (this.#retrying) return this.connect();
    if (!this.#greeted) return;
    this.#beat();
    clearTimeout(this.#looking);
    this.#looking = setTimeout(() => this.#unanswered && this.#lost(SILENT), ANSWER_MS);
  }

  /** @param {string} data */
  #hear(data) {
    const frame = JSON.parse(data);
    this.emit("heard", frame);
    if (frame.type === "beat") this.#unanswered = 0;
    if (frame.type === "hello" && !this.#greet(frame)) return;
    if (SERVER_FRAMES.has(frame.type)) this.emit(frame.type, frame);
  }

  /**
   * @param {{user: string, protocol: number}} hello
   * @returns {boolean} false when somebody else is logged in by now, or Parley was renewed: then nothing is sent
   */
  #greet({ user, protocol }) {
    const refusal = (user !== this.#user && LOGGED_OUT) || (String(protocol) !== this.#protocol && OUTDATED);
    if (refusal) this.#lost(refusal);
    else this.#open();
    return !refusal;
  }

  #open() {
    this.#unopened = 0;
    this.#turn(true);
    this.#beating = setInterval(() => this.#beat(), BEAT_MS);
    this.#settling = setTimeout(() => this.#comeback.settle(), STABLE_AFTER_MS);
    this.hold(this.#session);
    this.emit("open");
  }

  #beat() {
    if (this.#unanswered >= UNANSWERED_BEATS) return this.#lost(SILENT);
    this.#unanswered += 1;
    this.send({ type: "beat", session: this.#session });
  }

  /** @param {number} code */
  #lost(code) {
    if (code === UNOPENED && !this.#greeted) this.#unopened += 1;
    this.#drop();
    const willRetry = !FINAL.has(code);
    if (willRetry) this.#retrying = setTimeout(() => this.connect(), this.#comeback.after(code));
    this.emit("closed", willRetry ? { willRetry, code, unopened: this.#unopened } : { willRetry, code });
  }

  #drop() {
    clearInterval(this.#beating);
    clearTimeout(this.#settling);
    clearTimeout(this.#looking);
    clearTimeout(this.#retrying);
    this.#retrying = undefined;
    const socket = this.#socket;
    this.#socket = null;
    this.#unanswered = 0;
    this.#turn(false);
    socket?.close();
  }

  /** @param {boolean} online */
  #turn(online) {
    if (this.#greeted === online) return;
    this.#greeted = online;
    this.emit("state", { online, since: Date.now() });
  }
}

/**
 * @param {string} url a path or a whole address
 * @returns {URL}
 */
function address(url) {
  const whole = new URL(url, globalThis.location?.href);
  whole.protocol = whole.protocol.replace("http", "ws");
  return whole;
}
