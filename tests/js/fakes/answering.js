/**
 * A small model of one call: a provider, a server that may hear it by a sideband, and this page's own gate, with lines
 * between them that keep the order and take their time. Chance decides when what happens.
 */

import { PlacedItems } from "../../../static/js/call/placed-items.js";
import { ResponseGate } from "../../../static/js/call/responses.js";

const TAKEN = "conversation_already_has_active_response";

/** No answer is over before the line has carried that it began: else nobody could know. */
const ANSWER_MS = 400;

/** Carries things in order, each after a while. */
class Wire {
  #freeAt = 0;

  /** @param {() => number} random @param {(thing: any) => void} arrive */
  constructor(random, arrive) {
    this.random = random;
    this.arrive = arrive;
  }

  /** @param {any} thing @param {number} [slowMs] */
  carry(thing, slowMs = 0) {
    this.#freeAt = Math.max(this.#freeAt, Date.now() + 10 + this.random() * 140 + slowMs);
    setTimeout(() => this.arrive(thing), this.#freeAt - Date.now());
  }
}

/** One conversation, one response at a time; each tells all that listen. */
export class Provider {
  /** @type {string[]} */ items = [];
  /** @type {{id: string, knew: number, by: string}[]} */ responses = [];
  /** @type {Wire[]} */ ears = [];
  /** @type {string | null} */ #running = null;

  /** @param {() => number} random */
  constructor(random) {
    this.random = random;
  }

  /** @param {any} event @param {string} by */
  take(event, by) {
    if (event.type === "conversation.item.create") this.#add(event.item.id);
    if (event.type !== "response.create") return;
    if (this.#running) this.#tell({ type: "error", error: { code: TAKEN, event_id: event.event_id } });
    else this.#begin(by);
  }

  /** Voice detection: what runs is interrupted, what was said is answered. */
  speak() {
    if (this.#running) this.#finish(this.#running);
    this.#add(`voice-${this.items.length}`);
    this.#begin("voice");
  }

  /** @param {string} id */
  #add(id) {
    this.items.push(id);
    this.#tell({ type: "conversation.item.added", item: { id } });
  }

  /** @param {string} by */
  #begin(by) {
    const id = `response-${this.responses.length}`;
    this.#running = id;
    this.responses.push({ id, knew: this.items.length, by });
    this.#tell({ type: "response.created", response: { id } });
    setTimeout(() => this.#finish(id), ANSWER_MS + this.random() * 4_000);
  }

  /** @param {string} id */
  #finish(id) {
    if (this.#running !== id) return;
    this.#running = null;
    this.#tell({ type: "response.done", response: { id } });
  }

  /** @param {object} event */
  #tell(event) {
    for (const ear of this.ears) ear.carry(event);
  }
}

/** Parley's side: while attached it asks for responses, sometimes slowly; see chat/realtime/response_gate.py. */
export class Server {
  /** @type {ResponseGate | null} */ #gate = null;
  /** @type {Wire | null} */ #ear = null;
  #heard = new Set();

  /** @param {{random: () => number, provider: Provider, tell: (frame: any) => void}} options */
  constructor({ random, provider, tell }) {
    this.random = random;
    this.provider = provider;
    this.tell = tell;
  }

  attach() {
    if (this.#ear) return;
    const up = new Wire(this.random, (event) => this.provider.take(event, "server"));
    const gate = new ResponseGate((event) => up.carry(event));
    const ear = new Wire(this.random, (event) => this.#ear === ear && this.#hear(gate, event));
    [this.#ear, this.#gate] = [ear, null];
    this.provider.ears.push(ear);
    // Its own `session.update` goes there and back before it counts.
    setTimeout(() => this.#ear === ear && this.#confirm(gate), 300);
  }

  lose() {
    if (!this.#ear) return;
    this.provider.ears = this.provider.ears.filter((ear) => ear !== this.#ear);
    [this.#ear, this.#gate] = [null, null];
    this.#heard.clear();
    this.tell({ state: "lost" });
  }

  /** @param {{item_id: string}} respond */
  take({ item_id }) {
    const slowMs = this.random() < 0.15 ? this.random() * 7_000 : this.random() * 30;
    setTimeout(() => this.#respond(item_id), slowMs);
  }

  /** @param {string} item */
  #respond(item) {
    if (this.#gate && this.#heard.has(item)) this.#gate.request([item]);
    else this.tell({ code: "not_attached" });
  }

  /** @param {ResponseGate} gate */
  #confirm(gate) {
    this.#gate = gate;
    this.tell({ state: "attached" });
  }

  /** @param {ResponseGate} gate @param {any} event */
  #hear(gate, event) {
    if (event.item) this.#heard.add(event.item.id);
    gate.hear(event);
  }
}

/** @param {() => number} random */
export function openModel(random) {
  const provider = new Provider(random);
  const toServer = new Wire(random, (frame) => server.take(frame));
  const toPage = new Wire(random, (frame) => (frame.code ? gate.refuse() : gate.attach(frame.state === "attached")));
  const server = new Server({ random, provider, tell: (frame) => toPage.carry(frame) });
  const up = new Wire(random, (event) => provider.take(event, "page"));
  const send = (/** @type {object} */ event) => up.carry(event);
  const gate = new ResponseGate(send, (item_id) => {
    toServer.carry({ item_id });
    return true;
  });
  const items = new PlacedItems(send);
  provider.ears.push(new Wire(random, (event) => [items, gate].forEach((one) => one.hear(event))));
  /** @param {string} id */
  const type = (id) => {
    items.place([{ id }]);
    gate.request([id]);
  };
  return { provider, server, type };
}
