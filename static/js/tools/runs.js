/** What this page runs for the assistant: each call once, whoever asks again for its answer. */

import { evaluate } from "./evaluate.js";

const UNKNOWN = { success: false, message: "This page does not know how to do that. Reload it." };
const BROKEN = { success: false, message: "This page could not do that." };

/** @typedef {import("./evaluate.js").Answer} Answer */
/** @typedef {(task: any) => Promise<Answer>} Ability */
/** @typedef {{session: string, call: string, attempt: number, task: {does: string, [name: string]: any}}} Run a `run` frame */

export class Runs {
  #abilities;
  #send;
  /** By call: what was asked last. @type {Map<string, Run>} */ #asked = new Map();
  /** @type {Map<string, Promise<Answer>>} */ #answers = new Map();

  /**
   * @param {{open: Ability}} abilities of the page; `evaluate` needs none
   * @param {(frame: object) => void} send to the server
   */
  constructor(abilities, send) {
    this.#abilities = new Map(Object.entries({ ...abilities, evaluate }));
    this.#send = send;
  }

  /** @param {Run} run a socket that came back, or a fresh session, is asked for the same once more */
  async hear(run) {
    const { session, call, attempt, task } = run;
    this.#asked.set(call, run);
    if (!this.#answers.has(call)) this.#answers.set(call, this.#done(task));
    const answer = await /** @type {Promise<Answer>} */ (this.#answers.get(call));
    if (this.#asked.get(call) === run) this.#send({ type: "ran", session, call, attempt, ...answer });
  }

  /** The call is over: nobody wants what is left. */
  forget() {
    this.#asked.clear();
    this.#answers.clear();
  }

  /** @param {any} task */
  async #done(task) {
    const ability = this.#abilities.get(task.does);
    if (!ability) return UNKNOWN;
    try {
      return await ability(task);
    } catch (error) {
      console.error(error);
      return BROKEN;
    }
  }
}
