/**
 * One session with the provider: replay, relay, responses, deliveries. Events: `event`, `change`, `partial`, `track`,
 * `problem`, `away` and `back` (the connection), `lost`, `expires` (when the provider ends it, in milliseconds since 1970).
 */

import { Emitter } from "../lib/emitter.js";
import { within } from "../lib/within.js";
import { CallClaim } from "./claim.js";
import { cutOff } from "./cutting-off.js";
import { withRelayLock } from "./drain.js";
import { EventRelay } from "./event-relay.js";
import { GrowingTexts } from "./growing-texts.js";
import { LastWords } from "./last-words.js";
import { PartialFrames } from "./partial-frames.js";
import { PlacedItems } from "./placed-items.js";
import { ResponseGate } from "./responses.js";
import { failureOf } from "./transports/refusals.js";
import { turn } from "./turns.js";

const REPLAY_WITHIN_MS = 3_000;
const LAST_WORDS_WITHIN_MS = 1_200;
const STORED_WITHIN_MS = 5_000;

/** @typedef {import("./reduce.js").ProviderEvent} ProviderEvent */
/** @typedef {import("./placed-items.js").Item} Item */
/** @typedef {{session: string, items: Item[], respond: boolean, again?: boolean}} Delivery */

export class ProviderSession extends Emitter {
  #socket;
  #transport;
  #relay;
  #texts = new GrowingTexts();
  #partials;
  #items;
  #responses;
  #claim;
  #words = new LastWords();
  #isAheadMs;
  #isReplayed = false;
  /** @type {Delivery[]} came before the replay was in */ #early = [];
  #closed = new AbortController();

  /**
   * @param {{socket: import("../tab/socket.js").TabSocket, outbox: import("./outbox.js").Outbox,
   *   saving: import("./saving.js").Saving, transport: import("./transports/webrtc.js").WebRtcTransport,
   *   grant: import("./sessions.js").Grant, isQuiet?: () => boolean}} options isQuiet: whether answers are only written
   */
  constructor({ socket, outbox, saving, transport, grant, isQuiet = () => false }) {
    super();
    const id = (this.id = grant.session);
    this.#isAheadMs = grant.now ? grant.now * 1000 - Date.now() : 0;
    this.voice = grant.voice;
    this.model = grant.model;
    this.#socket = socket;
    this.#transport = transport;
    this.#relay = new EventRelay({ socket, outbox, session: id });
    const send = (/** @type {object} */ event) => transport.send(event);
    this.#items = new PlacedItems(send);
    const respond = (/** @type {string | null} */ newest) =>
      socket.send({ type: "respond", session: id, item_id: newest, ...(isQuiet() && { quietly: true }) });
    this.#responses = new ResponseGate(send, respond, isQuiet);
    this.#claim = new CallClaim(socket, id, this.#closed.signal);
    this.#partials = new PartialFrames((partial) => socket.send({ type: "partial", session: id, ...partial }));
    saving.watch(this.#relay);
    this.#listen();
    this.#listenToServer();
    socket.hold(id);
  }

  /**
   * @param {{exchange: import("./transports/offers.js").Exchange, track: MediaStreamTrack | null, signal: AbortSignal,
   *   isOn: boolean, replay: Item[], answerDue: boolean}} options isOn: the microphone may be, and is kept back until then
   * @returns {Promise<void>} when the provider has the replay
   */
  async open({ replay, answerDue, track, isOn, ...connection }) {
    this.#claim.make(await this.#transport.open({ track: isOn ? null : track, ...connection }));
    this.#items.place(replay);
    // A provider that echoes no items must not keep the microphone off for ever.
    await within(REPLAY_WITHIN_MS, this.#items.settled());
    if (isOn) await this.#transport.hear(track);
    this.#isReplayed = true;
    this.#early.splice(0).forEach((delivery) => this.deliver(delivery));
    if (answerDue) this.#responses.request(idsOf(replay));
  }

  /** @param {Omit<Delivery, 'session'>} delivery what is here already is neither placed nor answered again */
  deliver({ items, respond, again = false }) {
    if (!this.#isReplayed) return void this.#early.push({ session: this.id, items, respond, again });
    this.#items.place(items, again);
    if (respond) this.#responses.request(idsOf(items), again);
  }

  /** @param {object} event that concerns no item */
  send(event) { this.#transport.send(event); }

  /** @param {MediaStreamTrack} track what the provider hears from now on */
  replaceTrack(track) { void this.#transport.hear(track); }

  /** @param {string} item that is to be answered, as soon as the conversation has it */
  answer(item) { this.#responses.request([item]); }

  /** @returns {boolean} nothing is asked for or answered, and all that was heard is stored */
  get isIdle() {
    return this.#isReplayed && this.#responses.isIdle && !this.#relay.waiting;
  }

  /**
   * What is under way is cut off, but kept.
   * @param {boolean} listening somebody is speaking
   */
  async cutOff(listening) {
    await cutOff({ transport: this.#transport, responses: this.#responses, words: this.#words }, listening);
  }

  /** Stop the answer that runs, and what of it is still to be heard. */
  interrupt() {
    this.#responses.cancel();
    this.#transport.send({ type: "output_audio_buffer.clear" });
  }

  /** Nothing is heard or said after this; only the relay goes on, until all is stored. */
  close() {
    this.#closed.abort();
    this.#partials.close();
    this.#responses.close();
    this.#transport.close();
  }

  /**
   * Another device goes on with the call, and waits a moment for what this one has heard.
   * @returns {Promise<void>} when it is stored, and the server knows
   */
  async part() {
    this.#responses.close();
    await within(LAST_WORDS_WITHIN_MS, this.#words.written());
    this.close();
    await this.saved(STORED_WITHIN_MS);
    if (!this.#relay.waiting) this.#socket.send({ type: "goodbye", session: this.id });
  }

  /**
   * @param {number} ms how long to wait at most
   * @returns {Promise<void>} when the server has stored all that was heard
   */
  saved(ms) {
    return within(ms, this.#relay.drained());
  }

  #listen() {
    const { signal } = this.#closed;
    this.#transport.on("event", (event) => this.#hear(event), { signal });
    this.#transport.on("track", (stream) => this.emit("track", stream), { signal });
    for (const news of ["away", "back", "lost"]) this.#transport.on(news, () => this.emit(news), { signal });
    const over = new Promise((resolve) => signal.addEventListener("abort", resolve));
    void withRelayLock(this.id, {}, () => this.#keepRelay(over));
  }

  /** While the server hears the call itself, it alone sends outputs and `response.create`. */
  #listenToServer() {
    const { signal } = this.#closed;
    const ours = (/** @type {(frame: any) => void} */ act) => (/** @type {any} */ frame) => frame.session === this.id && act(frame);
    this.#socket.on("deliver", ours((frame) => this.deliver(frame)), { signal });
    this.#socket.on("sideband", ours(({ state }) => this.#responses.attach(state === "attached")), { signal });
    this.#socket.on("error", ours(({ code }) => code === "not_attached" && this.#responses.refuse()), { signal });
    this.#socket.on("state", ({ online }) => online || this.#responses.attach(false), { signal });
  }

  /** @param {Promise<unknown>} over */
  async #keepRelay(over) {
    await over;
    await this.#relay.drained();
    this.#relay.close();
  }

  /** @param {ProviderEvent} event */
  #hear(event) {
    this.#relay.hear(event);
    this.#items.hear(event);
    this.#words.hear(event);
    this.#responses.hear(event);
    this.emit("event", event);
    if (event.session?.expires_at) this.emit("expires", event.session.expires_at * 1000 - this.#isAheadMs);
    const partial = this.#texts.hear(event);
    if (partial) this.#grow(partial);
    if (this.#isReplayed) this.emit("change", turn(event));
    if (event.response?.status === "failed") this.emit("problem", failureOf(event.response.status_details?.error));
  }

  /** @param {import("./growing-texts.js").Partial} partial */
  #grow(partial) {
    this.emit("partial", partial);
    this.#partials.offer(partial);
  }
}

/** @param {Item[]} items */
function idsOf(items) {
  return items.map(({ id }) => id);
}
