/** Lets one response run at a time: `response.create` waits for `response.done`, and nothing is answered twice. */

import { uuid } from "../lib/ids.js";
import { DueAnswers } from "./due-answers.js";
import { ResponseAsker } from "./response-asker.js";

const TAKEN = "conversation_already_has_active_response";

/** @typedef {import("./reduce.js").ProviderEvent} ProviderEvent */

export class ResponseGate {
  #send;
  #asker;
  #isQuiet;
  #due = new DueAnswers();
  /** @type {Set<string>} */ #running = new Set();
  /** @type {string | null} a request that is not answered yet */ #asked = null;
  /** @type {string | null} the newest request that this page sent itself */ #own = null;
  /** @type {string[]} the items that it was for */ #ownItems = [];
  #isTaken = false;

  /**
   * @param {(event: object) => void} send to the provider
   * @param {(newest: string | null) => boolean} [respond] ask the server for a response that knows this item
   * @param {() => boolean} [isQuiet] whether answers are written just now, and not said
   */
  constructor(send, respond = () => false, isQuiet = () => false) {
    this.#send = send;
    this.#isQuiet = isQuiet;
    this.#asker = new ResponseAsker({
      create: (id) => this.#create(id),
      respond: () => respond(this.#due.newest),
      isTaken: () => this.#due.isTaken,
    });
  }

  /** @returns {boolean} */
  get isRunning() {
    return this.#running.size > 0;
  }

  /** @returns {boolean} nothing runs, and nothing is to be answered */
  get isIdle() {
    return !this.isRunning && !this.#due.ids.length;
  }

  /** @param {boolean} on whether the server sends `response.create` from now on */
  attach(on) {
    this.#asker.attach(on);
  }

  /** The server refuses to ask for it. */
  refuse() {
    this.#asker.refuse();
  }

  /**
   * Ask for one response, now or when the running one is done; asking twice meanwhile is asking once.
   * @param {string[]} items what it is to answer; what a response answers already is not asked for
   * @param {boolean} [again] a person asks once more: an answer that is there is not enough, one under way is
   */
  request(items, again = false) {
    this.#due.add(items);
    if (again && !this.isRunning && !this.#due.ids.length) this.#due.renew();
    this.#next(again);
  }

  /** Stop what runs. The slot stays taken until its `response.done`. */
  cancel() {
    if (this.isRunning) this.#send({ type: "response.cancel" });
  }

  close() {
    this.#asker.forget();
  }

  /** @param {ProviderEvent} event */
  hear(event) {
    if (event.type === "conversation.item.added") this.#due.take(event.item?.id);
    if (event.type === "response.created") this.#begin(event.response);
    if (event.type === "response.done") this.#finish(event.response.id);
    if (event.type === "error") this.#refused(event.error ?? {});
    this.#asker.hand();
    this.#next();
  }

  /** @param {{id: string, conversation_id?: string | null, metadata?: {parley?: string} | null}} response out of band, or a reminder: no answer */
  #begin({ id, conversation_id, metadata }) {
    this.#running.add(id);
    if (conversation_id === null || metadata?.parley === "reminder") return;
    // A response that was there before the refusal may not know what we asked about.
    if (!this.#isTaken) this.#due.begin();
    if (this.#asked && this.#asked === this.#own) this.#due.assume(this.#ownItems);
    this.#settle();
  }

  /** @param {string} id */
  #finish(id) {
    this.#running.delete(id);
    this.#isTaken = false;
    if (this.#asked !== this.#own) this.#own = null; // its refusal would have come before this
  }

  /** @param {{code?: string, event_id?: string | null}} error */
  #refused({ code, event_id }) {
    if (event_id && event_id !== this.#own) return this.#due.take(this.#due.ids.find((id) => id === event_id));
    if (!this.#own) return;
    // Voice detection may start a response of its own between our asking and its hearing. Its `response.created`
    // looks like the answer to us, so that this refusal counts whether or not we still wait for one.
    if (code === TAKEN) this.#reopen();
    else if (event_id && this.#asked === this.#own) this.#giveUp();
  }

  #reopen() {
    this.#due.reopen(this.#ownItems);
    this.#isTaken = true;
    this.#settle();
  }

  /** Asking the same again would be refused again. */
  #giveUp() {
    this.#due.assume(this.#ownItems);
    this.#settle();
  }

  #settle() {
    this.#asked = null;
    this.#asker.forget();
  }

  /** @param {boolean} [again] the server would know an answer, and ask for none */
  #next(again = false) {
    if (!this.#due.ids.length || this.isRunning || this.#isTaken || this.#asked) return;
    this.#asked = `create_${uuid()}`;
    if (again) this.#create(this.#asked);
    else this.#asker.ask(this.#asked);
  }

  /** @param {string} id */
  #create(id) {
    this.#own = id;
    this.#ownItems = this.#due.ids;
    const manner = this.#isQuiet() ? { response: { output_modalities: ["text"] } } : {};
    this.#send({ type: "response.create", event_id: id, ...manner });
  }
}
