/** What the person asks of the call, in the conversation that the page shows. */

import { postMessage } from "./call/messages.js";
import { resumableCall } from "./call/saved-call.js";

const DRAINED_WITHIN_MS = 1_500;
const ANSWER = { items: [], respond: true, again: true };

/** @typedef {{conversation: string, title: string, microphone: boolean, answer?: boolean}} Wish answer: to what was said last */

export class Talk {
  /** The conversation in which this tab wrote last. */ asked = "";
  #call;
  #thread;
  #notices;
  #classic;
  /** The last wish, for another try. @type {Wish | null} */ #wish = null;

  /**
   * @param {import("./call/session.js").Call} call
   * @param {import("./views/thread.js").Thread} thread
   * @param {import("./views/notices.js").Notices} notices
   * @param {import("./call/classic.js").Classic} classic
   */
  constructor(call, thread, notices, classic) {
    this.#call = call;
    this.#thread = thread;
    this.#notices = notices;
    this.#classic = classic;
  }

  /** After a reload the call goes on; it is this device's own, so nobody is asked. */
  async resume() {
    this.#wish = resumableCall(document.body.dataset.user ?? "");
    if (!this.#wish) return;
    await this.#call.drained(DRAINED_WITHIN_MS);
    this.again(true);
  }

  /**
   * @param {boolean} microphone
   * @param {boolean} [answer]
   */
  begin(microphone, answer = false) {
    const { conversation, title } = this.#thread;
    if (!conversation) return;
    this.#wish = { conversation, title, microphone, answer };
    const elsewhere = this.#call.isOn && this.#call.conversation !== conversation;
    if (elsewhere) this.#notices.busy(() => this.again(false));
    else this.again(false);
  }

  /**
   * Whatever device it is on now.
   * @param {{conversation: string | null, title: string}} [which] the one on the page unless told
   */
  continueHere({ conversation, title } = this.#thread) {
    if (!conversation) return;
    this.#wish = { conversation, title, microphone: true };
    this.again(true);
  }

  /** @param {boolean} takeOver */
  again(takeOver) {
    this.#notices.drop("ended");
    if (!this.#wish) return;
    void this.#call.start({ ...this.#wish, takeOver });
    if (this.#wish.answer) this.#call.deliver(ANSWER);
  }

  /** An answer to what was said last: by the server, in the call that is on, or in one that begins in writing. */
  ask() {
    const { conversation, isOn } = this.#call;
    if (this.#classic.current === "classic") this.#classic.ask().catch((problem) => this.#notices.problem(problem));
    else if (isOn && conversation === this.#thread.conversation) this.#call.deliver(ANSWER);
    else this.begin(false, true);
  }

  /**
   * Stored first, then told to whoever holds the call; with no call one begins, in writing. In Classic the server answers.
   * @param {string} content
   * @param {string} clientId
   */
  async send(content, clientId) {
    const conversation = this.#thread.conversation ?? "";
    this.asked = conversation;
    const { item_id, mode, problem } = await postMessage({ conversation, content, client_id: clientId });
    if (this.#thread.conversation === conversation) this.#thread.toEnd();
    if (problem) this.#notices.problem(problem);
    if (mode === "classic") return;
    if (this.#call.isOn && this.#call.conversation === conversation) this.#call.sendText({ item_id, content });
    else if (this.#thread.conversation === conversation) this.begin(false);
  }

  mute() {
    const { microphone, muted, pushToTalk } = this.#call.facts;
    if (this.#call.isOn && microphone && !pushToTalk) this.#call.mute(!muted);
  }

  /** Stop the sound both ways, or go on. */
  pause() {
    const { controls, facts } = this.#call;
    if (facts.stopped) controls.resume();
    else controls.stop();
  }
}
