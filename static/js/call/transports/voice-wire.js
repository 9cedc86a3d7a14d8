/**
 * The WebSocket of the audio relay (docs/audio-relay.md): sound as binary frames, PCM16 or Opus, all else as JSON.
 * Events: `event`, `sound` (`{part, pcm}`), `whole` (an item's id), `away`, `back`, `lost`.
 */

import { Emitter } from "../../lib/emitter.js";
import { onWaking } from "../../lib/waking.js";

const READY_WITHIN_MS = 15_000;
const BEAT_EVERY_MS = 2_000;
const AWAY_AFTER_MS = 5_000;
const LOST_AFTER_MS = 12_000;
/** Why a call is over comes by the tab's socket; should it not come, the line is lost. */
const TOLD_WITHIN_MS = 3_000;
/** A line that takes nothing is not fed with sound that is old by then. */
const MOST_UNSENT_BYTES = { pcm16: 96_000, opus: 6_000 };

/** @typedef {import("../../audio/opus.js").Opus} Opus */
/** @typedef {{item_id: string, content_index: number}} Part */

export class VoiceWire extends Emitter {
  #socket;
  #means;
  #over = new AbortController();
  /** What the next sound is of. @type {Part | null} */ #part = null;
  /** Where the line is thin, and the server has said yes. @type {Opus | null} */ #opus = null;
  #isReady = false;
  #isAway = false;
  /** The server has ended the call. */ #isEnded = false;
  /** Since when nothing has come, though it was asked for. @type {number | null} */ #askedAt = null;
  /** @type {unknown} why it did not come about */ #refusal = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */ #beating;

  /**
   * @param {string} url
   * @param {Pick<import("./fetching.js").Means, 'refusedBy'|'unreachable'|'Opus'>} means
   */
  constructor(url, means) {
    super();
    this.#means = means;
    this.#socket = new WebSocket(means.Opus ? `${url}&codec=opus` : url);
    this.#socket.binaryType = "arraybuffer";
    this.#socket.onmessage = ({ data }) => this.#over.signal.aborted || this.#hear(data);
    this.#socket.onclose = () => this.#closed();
    onWaking(() => this.#isAway && this.#lose(), this.#over.signal); // what was away for a while stays away
  }

  /**
   * @param {AbortSignal} signal
   * @returns {Promise<void>} when the provider knows the conversation so far
   * @throws {import("../../lib/problem.js").Problem}
   */
  async ready(signal) {
    const settled = new AbortController();
    const limit = setTimeout(() => this.#lose(), READY_WITHIN_MS);
    await new Promise((resolve, reject) => {
      const options = { signal: settled.signal };
      this.on("ready", resolve, options);
      this.on("lost", () => reject(this.#refusal ?? this.#means.unreachable()), options);
      signal.addEventListener("abort", () => reject(signal.reason), options);
    }).finally(() => {
      clearTimeout(limit);
      settled.abort();
    });
    this.#beating = setInterval(() => this.#beat(), BEAT_EVERY_MS);
  }

  /** @param {object} event dropped when the connection is gone: the next session's replay carries its item */
  send(event) {
    if (this.#isOpen) this.#socket.send(JSON.stringify(event));
  }

  /** @param {ArrayBuffer} pcm */
  sendSound(pcm) {
    const most = MOST_UNSENT_BYTES[this.#opus ? "opus" : "pcm16"];
    if (!this.#isReady || !this.#isOpen || this.#socket.bufferedAmount >= most) return;
    if (this.#opus) this.#opus.encode(pcm);
    else this.#socket.send(pcm);
  }

  close() {
    this.#over.abort();
    clearInterval(this.#beating);
    this.#opus?.close();
    this.#socket.close();
  }

  get #isOpen() {
    return this.#socket.readyState === 1; // WebSocket.OPEN
  }

  /** @param {string | ArrayBuffer} data */
  #hear(data) {
    this.#askedAt = null;
    this.#turn(false);
    if (typeof data !== "string") return this.#part && this.#take(this.#part, data);
    const event = JSON.parse(data);
    if (event.type === "parley.audio") this.#part = event;
    else if (event.type === "parley.audio_done") this.#end(event.item_id);
    else if (event.type === "parley.ready") this.#begin(event.codec);
    else if (event.type === "parley.over") this.#isEnded = true;
    else if (!event.type.startsWith("parley.")) this.#tell(event);
  }

  /**
   * @param {Part} part
   * @param {ArrayBuffer} frame of it
   */
  #take(part, frame) {
    const tell = (/** @type {ArrayBuffer} */ pcm) => this.emit("sound", { part, pcm });
    if (this.#opus) this.#opus.decode(frame, tell);
    else tell(frame);
  }

  /** @param {string} item */
  #end(item) {
    const tell = () => this.emit("whole", item);
    if (this.#opus) this.#opus.afterwards(tell);
    else tell();
  }

  /** @param {string} [codec] what the server takes and sends */
  #begin(codec) {
    const { Opus } = this.#means;
    const send = (/** @type {ArrayBuffer} */ packet) => void (this.#isOpen && this.#socket.send(packet));
    if (Opus && codec === "opus") this.#opus = new Opus({ send, fail: () => this.#lose() });
    this.#isReady = true;
    this.emit("ready");
  }

  /** @param {import("../reduce.js").ProviderEvent} event */
  #tell(event) {
    if (!this.#isReady && event.type === "error") this.#refusal = this.#means.refusedBy(event.error);
    this.emit("event", event);
  }

  /** A browser may let a hidden page wait for its timers: only what was asked for can be late. */
  #beat() {
    this.send({ type: "parley.beat" });
    this.#askedAt ??= Date.now();
    const silentMs = Date.now() - this.#askedAt;
    if (silentMs >= LOST_AFTER_MS) return this.#lose();
    if (silentMs >= AWAY_AFTER_MS) this.#turn(true);
  }

  /** @param {boolean} away */
  #turn(away) {
    if (away === this.#isAway) return;
    this.#isAway = away;
    this.emit(away ? "away" : "back");
  }

  #closed() {
    clearInterval(this.#beating);
    if (this.#isEnded) setTimeout(() => this.#lose(), TOLD_WITHIN_MS);
    else this.#lose();
  }

  #lose() {
    if (this.#over.signal.aborted) return;
    this.close();
    this.emit("lost");
  }
}
