/**
 * The connection of one dictation, renewed when it breaks off: up to three times in a row.
 * Events: `open` (the server's grant), `event` (of the provider), `lost` (the number of the try that follows), `dead` (a Problem), `over`.
 */

import { fullJitter } from "../lib/backoff.js";
import { Emitter } from "../lib/emitter.js";
import { postJson } from "../lib/http.js";
import { uuid } from "../lib/ids.js";
import { Problem } from "../lib/problem.js";
import { lineBy } from "./lines.js";
import { Reports } from "./reports.js";

const TRIES = 3;
const LONGEST_PAUSE_MS = 2_000;
const BROKEN = new Problem("dictation_lost", "The connection to the transcription broke off. What is not written yet is kept.", true);

/** The straight way was tried in vain: this network does not let it through. */
let isBlocked = false;

export class Connection extends Emitter {
  #conversation;
  #device;
  /** @type {ReturnType<typeof lineBy> | null} */ #line = null;
  /** @type {Reports | null} */ #reports = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #pause;
  #tries = 0;
  #round = 0;
  isOpen = false;

  /**
   * @param {string} conversation
   * @param {string} device
   */
  constructor(conversation, device) {
    super();
    this.#conversation = conversation;
    this.#device = device;
  }

  /** A first time, or afresh with what holds now. */
  async open() {
    this.#hangUp("ended");
    const round = this.#round;
    try {
      const grant = await postJson(`/conversations/${this.#conversation}/dictations/`, { client_id: uuid(), device: this.#device });
      if (round === this.#round) this.#dial(grant);
      else new Reports(grant.session).end("ended");
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (round === this.#round) this.#failed(error);
    }
  }

  /** @param {string} reason */
  close(reason) {
    this.#hangUp(reason);
  }

  /** @param {object} event */
  send(event) {
    this.#line?.send(event);
  }

  /** @param {ArrayBuffer} pcm */
  sound(pcm) {
    this.#line?.sound(pcm);
  }

  /** @param {object} usage */
  count(usage) {
    this.#tries = 0; // it works: what breaks off now breaks off for the first time
    this.#reports?.add(usage);
  }

  /** @param {any} grant */
  #dial(grant) {
    const line = (this.#line = lineBy(grant, isBlocked));
    line.on("open", () => this.#opened(grant));
    line.on("event", (event) => this.emit("event", event));
    line.on("closed", () => this.#closed(grant));
  }

  /** @param {any} grant */
  #opened(grant) {
    this.isOpen = true;
    this.#reports = new Reports(grant.session);
    this.#reports.on("over", () => this.emit("over"));
    this.emit("open", grant);
  }

  /** @param {any} grant */
  #closed(grant) {
    const wasOpen = this.isOpen;
    this.isOpen = false;
    if (!wasOpen && grant.token && !isBlocked) {
      isBlocked = true;
      return this.#dial(grant);
    }
    this.#reports?.end("lost");
    this.#reports = null;
    this.#failed(BROKEN);
  }

  /** @param {Problem} problem */
  #failed(problem) {
    this.#line = null;
    if (!problem.retry || this.#tries >= TRIES) return this.emit("dead", problem);
    this.#tries += 1;
    this.emit("lost", this.#tries);
    this.#pause = setTimeout(() => void this.open(), fullJitter(this.#tries, { longest: LONGEST_PAUSE_MS }));
  }

  /** @param {string} reason */
  #hangUp(reason) {
    this.#round += 1;
    clearTimeout(this.#pause);
    this.#line?.close();
    this.#reports?.end(reason);
    [this.#line, this.#reports, this.isOpen] = [null, null, false];
  }
}
