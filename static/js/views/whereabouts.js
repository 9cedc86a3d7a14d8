/** Where the conversation on the page is in a call, when that is not here: says so, and offers to go on here. */

import { clock } from "../call/warnings.js";

/** @typedef {import("../call/hear-socket.js").News} News */
/**
 * @typedef {object} Parts
 * @property {string} device this browser's own id
 * @property {() => string | null} conversation on the page
 * @property {() => boolean} isHere whether this tab is in a call in it
 * @property {import("./notices.js").Notices} notices
 * @property {() => void} goOn here, with the conversation on the page
 * @property {() => void} again go on with what this tab was in a call with
 */

const TAKEN = "taken";

export class Whereabouts {
  #parts;
  /** @type {News | null} the call that is on, here or elsewhere */ #live = null;
  /** The last session of this tab's own. */ #mine = "";
  /** The session that was told of, be it that its notice was put away. */ #told = "";
  /** @type {string | null} */ #conversation = null;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  /** @param {{conversation: string, live: News | null}} where a conversation that is watched is in a call */
  hear({ conversation, live }) {
    if (!this.#isShown(conversation)) return;
    this.#live = live;
    this.look();
  }

  /** @param {News} news of any call of this person */
  follow(news) {
    if (!this.#isShown(news.conversation) || news.output !== "audio") return;
    if (news.state === "live") this.#live = news;
    else if (news.session === this.#live?.session) this.#live = null;
    this.look();
  }

  /** @param {News | undefined} news this tab's call goes on elsewhere */
  taken(news) {
    const { notices, again } = this.#parts;
    const where = news?.continued_on ? `on ${news.continued_on}` : "in another tab or on another device";
    this.#told = TAKEN;
    notices.elsewhere(`Continued ${where}. You can read along here.`, again);
  }

  look() {
    const { notices, isHere } = this.#parts;
    this.#isShown(null);
    if (isHere()) this.#mine = this.#live?.session ?? this.#mine;
    const elsewhere = this.#live?.session === this.#mine ? null : this.#live;
    if (elsewhere && this.#told) this.#told = elsewhere.session;
    else if (elsewhere) this.ask();
    else if (this.#told !== TAKEN || isHere()) this.#forget(notices);
  }

  /** Also when Talk was pressed all the same. */
  ask() {
    const { notices, goOn } = this.#parts;
    this.#told = this.#live?.session ?? "";
    notices.elsewhere(this.#said(), goOn);
  }

  /**
   * What was known of another page's conversation is forgotten.
   * @param {string | null} conversation
   */
  #isShown(conversation) {
    const shown = this.#parts.conversation();
    if (shown !== this.#conversation) [this.#live, this.#told] = [null, ""];
    this.#conversation = shown;
    return conversation !== null && conversation === shown;
  }

  /** @param {import("./notices.js").Notices} notices */
  #forget(notices) {
    this.#told = "";
    notices.drop("elsewhere");
  }

  #said() {
    if (!this.#live) return "In a call on another device.";
    const { device, device_name: name, since } = this.#live;
    const where = device === this.#parts.device ? "in another tab of this browser" : `on ${name || "another device"}`;
    return `In a call ${where} · since ${clock(Date.parse(since))}`;
  }
}
