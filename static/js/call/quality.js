/** How good the connection of a live call is, as a fact of it: by WebRTC's own figures, else by the round trip to Parley. */

const EVERY_MS = 3_000;
/** At most so long there and back, and so much lost on the way. ITU-T G.114 says 150 ms one way for a good talk. */
const GOOD = { roundTripMs: 300, lost: 0.02 };
const FAIR = { roundTripMs: 600, lost: 0.08 };

/** @typedef {{roundTripMs: number, lost: number}} Measured lost: a share, 0 to 1 */
/** @typedef {{received: number, lost: number}} Packets counted since the line began */

export class Quality {
  #call;
  #line;
  #beatAt = 0;
  #roundTripMs = 0;
  /** @type {Packets} */ #before = { received: 0, lost: 0 };
  /** @type {ReturnType<typeof setInterval> | undefined} */ #looking;

  /**
   * @param {import("./situation.js").Situation} call
   * @param {import("./line.js").Line} line
   * @param {import("../tab/socket.js").TabSocket} socket
   */
  constructor(call, line, socket) {
    this.#call = call;
    this.#line = line;
    socket.on("sent", ({ type }) => type === "beat" && (this.#beatAt = performance.now()));
    socket.on("heard", ({ type }) => type === "beat" && (this.#roundTripMs = performance.now() - this.#beatAt));
    line.on("fresh", () => (this.#before = { received: 0, lost: 0 }));
    call.on("facts", ({ phase }) => this.#watch(phase === "live"));
  }

  /** @param {boolean} on */
  #watch(on) {
    if (on === (this.#looking !== undefined)) return;
    clearInterval(this.#looking);
    this.#looking = on ? setInterval(() => void this.#look(), EVERY_MS) : undefined;
    if (!on) this.#call.change({ quality: null });
  }

  async #look() {
    const session = this.#line.session;
    const report = await session?.stats();
    if (!this.#looking || session !== this.#line.session) return; // it ended meanwhile
    const measured = report ? this.#read(report) : { roundTripMs: this.#roundTripMs, lost: 0 };
    if (measured.roundTripMs) this.#call.change({ quality: judged(measured) });
  }

  /**
   * @param {RTCStatsReport} report
   * @returns {Measured}
   */
  #read(report) {
    const { roundTripMs, packets } = figuresOf([...report.values()]);
    const [received, lost] = [packets.received - this.#before.received, packets.lost - this.#before.lost];
    this.#before = packets;
    return { roundTripMs, lost: received + lost > 0 ? Math.max(0, lost) / (received + Math.max(0, lost)) : 0 };
  }
}

/**
 * @param {Record<string, any>[]} stats as RTCPeerConnection gives them
 * @returns {{roundTripMs: number, packets: Packets}} 0 ms: not known yet
 */
export function figuresOf(stats) {
  const pair = stats.find(({ type, nominated, state }) => type === "candidate-pair" && nominated && state === "succeeded");
  const inbound = stats.find(({ type, kind }) => type === "inbound-rtp" && kind === "audio");
  const packets = { received: inbound?.packetsReceived ?? 0, lost: inbound?.packetsLost ?? 0 };
  return { roundTripMs: Math.max(pair ? 1 : 0, (pair?.currentRoundTripTime ?? 0) * 1_000), packets };
}

/**
 * @param {Measured} measured
 * @returns {"good" | "fair" | "poor"}
 */
export function judged({ roundTripMs, lost }) {
  if (roundTripMs <= GOOD.roundTripMs && lost <= GOOD.lost) return "good";
  return roundTripMs <= FAIR.roundTripMs && lost <= FAIR.lost ? "fair" : "poor";
}
