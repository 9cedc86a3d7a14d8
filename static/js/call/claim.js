/** Tells Parley the provider's id of this call, as the browser read it: a claim, so that the server can try to hear it too. */

const ID = /^[\w-]{1,128}$/;
const REFUSED = new Set(["call_taken", "call_not_ours", "call_over"]);

export class CallClaim {
  #socket;
  #session;
  /** @type {string | null} */ #callId = null;

  /**
   * @param {import("../tab/socket.js").TabSocket} socket
   * @param {string} session
   * @param {AbortSignal} signal
   */
  constructor(socket, session, signal) {
    this.#socket = socket;
    this.#session = session;
    socket.on("open", () => this.#tell(), { signal }); // after the socket's own `hold`
    socket.on("error", (refusal) => this.#refused(refusal), { signal });
  }

  /** @param {string | null} callId null: the provider did not say, or the server knows it already */
  make(callId) {
    this.#callId = callId && ID.test(callId) ? callId : null;
    this.#tell();
  }

  #tell() {
    if (this.#callId) this.#socket.send({ type: "call", session: this.#session, call_id: this.#callId });
  }

  /** @param {{code: string, session?: string | null}} refusal */
  #refused({ code, session }) {
    if (session === this.#session && REFUSED.has(code)) this.#callId = null;
  }
}
