/**
 * What the tab's socket carries for one session, which the tab holds from now on: frames to it, and from it.
 * Events: `deliver` (items), `remind` (what the model is asked to say), `attached` (whether the server hears the call itself), `refused` (it does not, and asks for no response).
 */

import { Emitter } from "../lib/emitter.js";
import { CallClaim } from "./claim.js";

export class SessionFrames extends Emitter {
  #socket;
  #session;
  #claim;

  /**
   * @param {import("../tab/socket.js").TabSocket} socket
   * @param {string} session
   * @param {AbortSignal} signal ends the hearing; what is left to send is sent
   */
  constructor(socket, session, signal) {
    super();
    this.#socket = socket;
    this.#session = session;
    this.#claim = new CallClaim(socket, session, signal);
    this.#listen(signal);
    socket.hold(session);
  }

  /** @param {string | null} callId the provider's; null: it did not say, or the server knows it already */
  claim(callId) {
    this.#claim.make(callId);
  }

  /**
   * Ask the server for a response.
   * @param {string | null} newest the item that it must know for that
   * @param {boolean} quietly in writing only
   * @returns {boolean} false when the socket is away
   */
  respond(newest, quietly) {
    return this.#send("respond", { item_id: newest, ...(quietly && { quietly }) });
  }

  /** @param {{item_id: string, role: string, content: string}} partial for the other devices */
  partial(partial) {
    this.#send("partial", partial);
  }

  /** All is stored. */
  goodbye() {
    this.#send("goodbye");
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    const [socket, session] = [this.#socket, this.#session];
    const ours = (/** @type {(frame: any) => void} */ act) => (/** @type {any} */ frame) => frame.session === session && act(frame);
    socket.on("deliver", ours((frame) => this.emit("deliver", frame)), { signal });
    socket.on("remind", ours((frame) => this.emit("remind", frame)), { signal });
    socket.on("sideband", ours(({ state }) => this.emit("attached", state === "attached")), { signal });
    socket.on("error", ours(({ code }) => code === "not_attached" && this.emit("refused")), { signal });
    socket.on("state", ({ online }) => online || this.emit("attached", false), { signal });
  }

  /**
   * @param {string} type
   * @param {object} [fields]
   */
  #send(type, fields) {
    return this.#socket.send({ type, session: this.#session, ...fields });
  }
}
