/** Tells the server that a connection goes on, and what it has cost. Event: `over`, the server has ended it. */

import { Emitter } from "../lib/emitter.js";
import { postJson } from "../lib/http.js";
import { Problem } from "../lib/problem.js";

const EVERY_MS = 20_000;
const COUNTED = ["seconds", "input_tokens", "output_tokens", "total_tokens"];

export class Reports extends Emitter {
  #session;
  /** @type {Record<string, number>} */ #usage = {};
  #timer;

  /** @param {string} session */
  constructor(session) {
    super();
    this.#session = session;
    this.#timer = setInterval(() => void this.#tell(""), EVERY_MS);
  }

  /** @param {any} usage of one item */
  add(usage) {
    for (const name of COUNTED) {
      if (typeof usage[name] === "number") this.#usage[name] = (this.#usage[name] ?? 0) + usage[name];
    }
  }

  /** @param {string} reason */
  end(reason) {
    clearInterval(this.#timer);
    void this.#tell(reason);
  }

  /** @param {string} ended why; "": it goes on */
  async #tell(ended) {
    try {
      const answer = await postJson(`/dictations/${this.#session}/reports/`, { usage: this.#usage, ended }, { keepalive: true });
      if (!ended && !answer.goes_on) this.emit("over");
    } catch (error) {
      if (!(error instanceof Problem)) throw error; // the server ends by itself what nobody reports
      if (!ended && error.code === "unknown_session") this.emit("over");
    }
  }
}
