/** What the model is asked to say of a call whose output takes a while: once, in a silence. Without a sideband this page asks. */

import { uuid } from "../lib/ids.js";

const TAKEN = "conversation_already_has_active_response";

/** @type {Record<string, string>} what begins with an event, and lasts */
const BEGINS = { "input_audio_buffer.speech_started": "listening", "output_audio_buffer.started": "playing" };
/** @type {Record<string, string>} */
const ENDS = {
  "input_audio_buffer.speech_stopped": "listening", "input_audio_buffer.committed": "listening",
  "output_audio_buffer.stopped": "playing", "output_audio_buffer.cleared": "playing",
};
const STIRS = new Set([...Object.keys(BEGINS), ...Object.keys(ENDS), "response.created", "response.done", "conversation.item.added"]);

/** @typedef {import("./reduce.js").ProviderEvent} ProviderEvent */
/** @typedef {{call_id: string, after_s: number, response: object}} Reminder after so much silence */

export class Reminders {
  #ways;
  /** @type {Reminder[]} */ #pending = [];
  /** @type {Set<string>} */ #busy = new Set();
  /** @type {{id: string, reminder: Reminder} | null} */ #asked = null;
  #silentSince = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;

  /** @param {{send: (event: object) => void, isIdle: () => boolean, isQuiet: () => boolean}} ways isQuiet: answers are written */
  constructor(ways) {
    this.#ways = ways;
  }

  /** @param {Reminder} reminder */
  add(reminder) {
    if (!this.#pending.length) this.#silentSince = performance.now();
    this.#pending.push(reminder);
    this.#look();
  }

  /** @param {ProviderEvent} event */
  hear(event) {
    if (STIRS.has(event.type)) this.#silentSince = performance.now();
    if (event.type in BEGINS) this.#busy.add(BEGINS[event.type]);
    if (event.type in ENDS) this.#busy.delete(ENDS[event.type]);
    if (event.item?.type === "function_call_output") this.#drop(event.item.call_id);
    if (event.type === "error") this.#refused(event.error ?? {});
    this.#look();
  }

  close() {
    clearTimeout(this.#timer);
    this.#pending = [];
  }

  #look() {
    clearTimeout(this.#timer);
    if (!this.#pending.length || this.#busy.size || !this.#ways.isIdle()) return;
    const silentMs = performance.now() - this.#silentSince;
    const due = this.#pending.find(({ after_s }) => after_s * 1_000 <= silentMs);
    if (due) return this.#ask(due);
    const next = Math.min(...this.#pending.map(({ after_s }) => after_s * 1_000));
    this.#timer = setTimeout(() => this.#look(), next - silentMs);
  }

  /** @param {Reminder} reminder */
  #ask(reminder) {
    this.#pending = this.#pending.filter((one) => one !== reminder);
    this.#asked = { id: `remind_${uuid()}`, reminder };
    const manner = this.#ways.isQuiet() ? { output_modalities: ["text"] } : {};
    this.#ways.send({ type: "response.create", event_id: this.#asked.id, response: { ...reminder.response, ...manner } });
  }

  /** @param {string | undefined} answered its output is there */
  #drop(answered) {
    this.#pending = this.#pending.filter(({ call_id }) => call_id !== answered);
  }

  /** @param {{code?: string, event_id?: string | null}} error */
  #refused({ code, event_id }) {
    if (!this.#asked || event_id !== this.#asked.id) return;
    if (code === TAKEN) this.#pending.push(this.#asked.reminder);
    this.#asked = null;
  }
}
