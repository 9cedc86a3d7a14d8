/** Lets one response run at a time: `response.create` waits for `response.done`. No I/O but the given send. */

import { uuid } from "../lib/ids.js";

const TAKEN = "conversation_already_has_active_response";

export class ResponseGate {
  #send;
  /** @type {Set<string>} */ #running = new Set();
  /** @type {string | null} our own request that is not answered yet */ #asked = null;
  #queued = false;
  #isTaken = false;

  /** @param {(event: object) => void} send */
  constructor(send) {
    this.#send = send;
  }

  /** @returns {boolean} */
  get isRunning() {
    return this.#running.size > 0;
  }

  /** Ask for one response, now or when the running one is done; asking twice meanwhile is asking once. */
  request() {
    this.#queued = true;
    this.#next();
  }

  /** Stop what runs. The slot stays taken until its `response.done`. */
  cancel() {
    if (this.isRunning) this.#send({ type: "response.cancel" });
  }

  /** @param {import("./reduce.js").ProviderEvent} event */
  hear(event) {
    if (event.type === "response.created") this.#begin(event.response.id);
    if (event.type === "response.done") this.#finish(event.response.id);
    if (event.type === "error") this.#refused(event.error ?? {});
    this.#next();
  }

  /** @param {string} id */
  #begin(id) {
    this.#running.add(id);
    this.#asked = null;
  }

  /** @param {string} id */
  #finish(id) {
    this.#running.delete(id);
    this.#isTaken = false;
  }

  /** @param {{code?: string, event_id?: string | null}} error */
  #refused({ code, event_id }) {
    // Voice detection may start a response of its own between our asking and its hearing. Its `response.created`
    // looks like the answer to us, so that this refusal counts whether or not we still wait for one.
    const isTaken = code === TAKEN;
    if (isTaken) this.#isTaken = this.#queued = true;
    if (isTaken || event_id === this.#asked) this.#asked = null;
  }

  #next() {
    if (!this.#queued || this.isRunning || this.#isTaken || this.#asked) return;
    this.#queued = false;
    this.#asked = `create_${uuid()}`;
    this.#send({ type: "response.create", event_id: this.#asked });
  }
}
