/** Below the last message: what can be done when it has no answer, or went wrong. Only when nothing is under way. */

import { offerOf } from "./offers.js";
import { blueprint, part } from "./parts.js";

/** An answer that is on its way has shown itself by then. */
const QUIET_MS = 3_000;

/** @typedef {import("../call/states.js").Facts} Facts */
/** @typedef {import("./offers.js").Offer} Offer */

export class Offering {
  #call;
  #thread;
  #isToldElsewhere;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #waiting;
  /** What the running session has heard. @type {Set<string>} */ #heard = new Set();
  #shown = "";

  /**
   * @param {import("../call/session.js").Call} call
   * @param {import("./thread.js").Thread} thread
   * @param {() => boolean} isToldElsewhere the call bar says what went wrong, and what can be done
   */
  constructor(call, thread, isToldElsewhere) {
    this.#call = call;
    this.#thread = thread;
    this.#isToldElsewhere = isToldElsewhere;
  }

  /** @param {{item_id: string}} partial */
  hear({ item_id }) {
    this.#heard.add(item_id);
    this.look();
  }

  /** Something has changed: what was offered may be done by now, what is missing may still come. */
  look() {
    if (this.#call.facts.phase !== "live") this.#heard.clear();
    clearTimeout(this.#waiting);
    const offer = this.#find();
    if (JSON.stringify(offer) === this.#shown) return;
    this.#drop();
    if (offer) this.#waiting = setTimeout(() => this.#show(), QUIET_MS);
  }

  /** @returns {Offer | null} */
  #find() {
    const last = this.#thread.last;
    if (!last?.dataset.sequence || this.#isBusy() || this.#isToldElsewhere()) return null;
    const { microphone, muted } = this.#call.facts;
    const isHeard = this.#isHere() && this.#heard.has(last.dataset.item ?? "");
    return offerOf(last.dataset, { isHeard, isTalking: this.#isHere() && microphone && !muted });
  }

  #isHere() {
    return this.#call.isOn && this.#call.conversation === this.#thread.conversation;
  }

  #isBusy() {
    const { phase, listening, thinking, tool, approval, speaking } = this.#call.facts;
    return this.#isHere() && (phase !== "live" || listening || thinking || speaking || approval || tool !== null);
  }

  #show() {
    const offer = this.#find();
    if (!offer) return;
    this.#shown = JSON.stringify(offer);
    const line = blueprint("offer");
    for (const what of ["answer", "say", "write"]) {
      /** @type {HTMLElement} */ (line.querySelector(`[data-offer=${what}]`)).hidden = !offer[/** @type {keyof Offer} */ (what)];
    }
    part(line, "answer-word").textContent = offer.answer ?? "";
    part(line, "words").textContent = offer.words;
    this.#thread.append(line);
  }

  #drop() {
    this.#shown = "";
    this.#thread.offer?.remove();
  }
}
