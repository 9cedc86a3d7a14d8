/**
 * One session with the provider: replay, relay, responses, deliveries. Events: `event`, `change`, `partial`, `track`,
 * `problem`, `away` and `back` (the connection), `lost`, `expires` (when the provider ends it, in milliseconds since 1970).
 */

import { Emitter } from "../lib/emitter.js";
import { within } from "../lib/within.js";
import { cutOff } from "./cutting-off.js";
import { Deliveries } from "./deliveries.js";
import { LastWords } from "./last-words.js";
import { Meaning } from "./meaning.js";
import { PartialFrames } from "./partial-frames.js";
import { relaySession } from "./relaying.js";
import { Reminders } from "./reminders.js";
import { ResponseGate } from "./responses.js";
import { SessionFrames } from "./session-frames.js";

/** @typedef {import("./transports/webrtc.js").WebRtcTransport | import("./transports/socket.js").SocketTransport} Transport */

const LAST_WORDS_WITHIN_MS = 1_200;
const STORED_WITHIN_MS = 5_000;

export class ProviderSession extends Emitter {
  #transport;
  #relay;
  #frames;
  #meaning;
  #partials = new PartialFrames((partial) => this.#frames.partial(partial));
  #responses;
  #deliveries;
  #reminders;
  #words = new LastWords();
  #closed = new AbortController();
  #isRelayed;

  /**
   * @param {{socket: import("../tab/socket.js").TabSocket, outbox: import("./outbox.js").Outbox,
   *   saving: import("./saving.js").Saving, transport: Transport,
   *   grant: import("./sessions.js").Grant, isQuiet?: () => boolean}} options isQuiet: whether answers are only written
   */
  constructor({ socket, outbox, saving, transport, grant, isQuiet = () => false }) {
    super();
    const id = (this.id = grant.session);
    const { signal } = this.#closed;
    this.voice = grant.voice;
    this.model = grant.model;
    this.#meaning = new Meaning(grant.now);
    this.#transport = transport;
    this.#isRelayed = Boolean(grant.socket);
    this.#relay = relaySession({ socket, outbox, saving, session: id, signal });
    this.#frames = new SessionFrames(socket, id, signal);
    this.#responses = new ResponseGate((event) => this.send(event), (newest) => this.#frames.respond(newest, isQuiet()), isQuiet);
    this.#deliveries = new Deliveries((event) => this.send(event), this.#responses);
    this.#reminders = new Reminders({ send: (event) => this.send(event), isIdle: () => this.#isReady, isQuiet });
    this.#listen(signal);
  }

  /**
   * @param {{exchange: import("./transports/offers.js").Exchange, track: MediaStreamTrack | null, signal: AbortSignal,
   *   isOn: boolean, replay: import("./deliveries.js").Item[], answerDue: boolean}} options isOn: the microphone may be, and is kept
   *   back until then
   * @returns {Promise<void>} when the provider has the replay
   */
  async open({ replay, answerDue, track, isOn, ...connection }) {
    this.#frames.claim(await this.#transport.open({ track: isOn ? null : track, ...connection }));
    await this.#deliveries.replay(replay);
    if (isOn) await this.#transport.hear(track);
    this.#deliveries.begin();
    if (answerDue) this.deliver({ items: replay, respond: true });
  }

  /** @param {import("./deliveries.js").Delivery} delivery what is here already is neither placed nor answered again */
  deliver(delivery) {
    const isServers = this.#isRelayed && delivery.items.some(({ type }) => type !== "message");
    if (!isServers) this.#deliveries.deliver(delivery); // outputs of tools: it places them itself
  }

  /** @param {object} event that concerns no item */
  send(event) { this.#transport.send(event); }

  /** @param {MediaStreamTrack} track what the provider hears from now on */
  replaceTrack(track) { void this.#transport.hear(track); }

  /** @returns {Promise<RTCStatsReport> | undefined} how the line is doing, where a transport can tell */
  stats() {
    const { stats } = /** @type {{stats?: () => Promise<RTCStatsReport>}} */ (this.#transport);
    return stats?.call(this.#transport);
  }

  /** @param {string} item that is to be answered, as soon as the conversation has it */
  answer(item) { this.#responses.request([item]); }

  /** @returns {boolean} nothing is asked for or answered, and all that was heard is stored */
  get isIdle() {
    return this.#isReady && !this.#relay.waiting;
  }

  get #isReady() {
    return this.#deliveries.isReplayed && this.#responses.isIdle;
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
    this.#reminders.close();
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
    if (!this.#relay.waiting) this.#frames.goodbye();
  }

  /**
   * @param {number} ms how long to wait at most
   * @returns {Promise<void>} when the server has stored all that was heard
   */
  saved(ms) {
    return within(ms, this.#relay.drained());
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    this.#transport.on("event", (event) => this.#hear(event), { signal });
    this.#transport.on("track", (stream) => this.emit("track", stream), { signal });
    for (const news of ["away", "back", "lost"]) this.#transport.on(news, () => this.emit(news), { signal });
    this.on("partial", (partial) => this.#partials.offer(partial));
    this.#frames.on("deliver", (delivery) => this.deliver(delivery));
    this.#frames.on("remind", (reminder) => this.#reminders.add(reminder));
    // While the server hears the call itself, it alone sends outputs and `response.create`.
    this.#frames.on("attached", (on) => this.#responses.attach(on));
    this.#frames.on("refused", () => this.#responses.refuse());
  }

  /** @param {import("./reduce.js").ProviderEvent} event */
  #hear(event) {
    this.#relay.hear(event);
    this.#deliveries.hear(event);
    this.#words.hear(event);
    this.#responses.hear(event);
    this.#reminders.hear(event);
    this.emit("event", event);
    for (const [type, detail] of this.#meaning.of(event, this.#deliveries.isReplayed)) this.emit(type, detail);
  }
}
