/** One WebRTC connection to the provider: an audio line and the `oai-events` channel. Knows no session, no page. */

import { Emitter } from "../../lib/emitter.js";
import { onWaking } from "../../lib/waking.js";
import { unreachable } from "./refusals.js";

const DISCONNECTED_FOR_MS = 5_000;
const OPEN_WITHIN_MS = 15_000;

/** Where there is another way. A firewall answers nothing; what has found a way through gets the time that it needs. */
const ANSWERED_WITHIN_MS = 5_000;
const THROUGH_WITHIN_MS = 2_000;
const THROUGH = new Set(["connected", "completed"]);

/**
 * Events: `event` (one provider event), `track` (a MediaStream to play), `away` (nothing gets through just now), `back`,
 * `lost` (it will not come back).
 */
export class WebRtcTransport extends Emitter {
  #peer = new RTCPeerConnection();
  #audio;
  #channel;
  #over = new AbortController();
  #isAway = false;
  #isHasty;
  /** @type {Promise<string>} */ #offer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #disconnected;

  /** @param {{microphone: boolean, isHasty?: boolean}} options without a microphone the audio line only receives; isHasty: there is another way */
  constructor({ microphone, isHasty = false }) {
    super();
    this.#isHasty = isHasty;
    this.#audio = this.#peer.addTransceiver("audio", { direction: microphone ? "sendrecv" : "recvonly" });
    this.#channel = this.#peer.createDataChannel("oai-events");
    this.#channel.onmessage = ({ data }) => this.#isOver || this.emit("event", JSON.parse(data));
    this.#channel.onclose = () => this.#lose();
    this.#peer.ontrack = ({ track, streams }) => this.emit("track", streams[0] ?? new MediaStream([track]));
    this.#peer.onconnectionstatechange = () => this.#watch(this.#peer.connectionState);
    this.#offer = this.#makeOffer();
    onWaking(() => this.#isAway && this.#lose(), this.#over.signal); // what was away for a while stays away
  }

  /**
   * @param {{exchange: import("./offers.js").Exchange, track: MediaStreamTrack | null, signal: AbortSignal}} options
   * @returns {Promise<string | null>} when the channel is open: the provider's id of the call, if it told us
   * @throws {import("../../lib/problem.js").Problem}
   */
  async open({ exchange, track, signal }) {
    const [offer] = await Promise.all([this.#offer, this.#audio.sender.replaceTrack(track)]);
    const { sdp, callId } = await this.#answered((limited) => exchange(offer, limited), signal);
    await this.#peer.setRemoteDescription({ type: "answer", sdp });
    await this.#channelOpen(signal);
    return callId;
  }

  /** @param {MediaStreamTrack | null} track what the provider hears from now on */
  async hear(track) {
    await this.#audio.sender.replaceTrack(track);
  }

  /** @param {object} event dropped when the connection is gone: the next session's replay carries its item */
  send(event) {
    if (this.#channel.readyState === "open") this.#channel.send(JSON.stringify(event));
  }

  /** @returns {Promise<RTCStatsReport>} how the line is doing */
  stats() {
    return this.#peer.getStats();
  }

  close() {
    this.#over.abort();
    clearTimeout(this.#disconnected);
    this.#channel.close();
    this.#peer.close();
  }

  /** The offer goes out before ICE gathering ends: the answer holds all candidates that matter. */
  async #makeOffer() {
    const offer = await this.#peer.createOffer();
    await this.#peer.setLocalDescription(offer);
    return /** @type {string} */ (this.#peer.localDescription?.sdp ?? offer.sdp);
  }

  /**
   * @param {(signal: AbortSignal) => Promise<import("./offers.js").Answer>} exchange
   * @param {AbortSignal} signal
   */
  async #answered(exchange, signal) {
    if (!this.#isHasty) return exchange(signal);
    const late = new AbortController();
    const limit = setTimeout(() => late.abort(unreachable()), ANSWERED_WITHIN_MS);
    return exchange(AbortSignal.any([signal, late.signal])).finally(() => clearTimeout(limit));
  }

  /** @param {AbortSignal} signal */
  async #channelOpen(signal) {
    if (this.#channel.readyState === "open") return;
    const settled = new AbortController();
    const limits = [setTimeout(() => this.#lose(), OPEN_WITHIN_MS)];
    if (this.#isHasty) limits.push(setTimeout(() => THROUGH.has(this.#peer.iceConnectionState) || this.#lose(), THROUGH_WITHIN_MS));
    await new Promise((resolve, reject) => {
      const options = { signal: settled.signal };
      this.#channel.addEventListener("open", resolve, options);
      this.on("lost", () => reject(unreachable()), options);
      signal.addEventListener("abort", () => reject(signal.reason), options);
    }).finally(() => {
      limits.forEach(clearTimeout);
      settled.abort();
    });
  }

  /** @param {RTCPeerConnectionState} state */
  #watch(state) {
    clearTimeout(this.#disconnected);
    if (state === "failed" || state === "closed") this.#lose();
    if (state === "disconnected") this.#disconnected = setTimeout(() => this.#lose(), DISCONNECTED_FOR_MS);
    this.#turn(state === "disconnected");
  }

  /** @param {boolean} away */
  #turn(away) {
    if (this.#isOver || away === this.#isAway) return;
    this.#isAway = away;
    this.emit(away ? "away" : "back");
  }

  get #isOver() {
    return this.#over.signal.aborted;
  }

  #lose() {
    if (this.#isOver) return;
    this.close();
    this.emit("lost");
  }
}
