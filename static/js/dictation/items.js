/** What the provider says of the items that it makes of utterances: placed by item, never by arrival. */

import { BYTES_PER_MS } from "./utterance.js";

const TRANSCRIPTION = "conversation.item.input_audio_transcription";

/** @typedef {import("./utterance.js").Item} Item */
/** @typedef {import("./utterance.js").Utterance} Utterance */

export class ItemsOf {
  #owner;
  /** Items that were settled: a provider may say so twice. @type {Set<string>} */ #over = new Set();
  /** @type {Record<string, (event: any) => void>} */ #acts = {
    "input_audio_buffer.speech_started": (event) => this.#started(event),
    "input_audio_buffer.speech_stopped": (event) => this.#stopped(event),
    "input_audio_buffer.committed": (event) => this.#committed(event),
    [`${TRANSCRIPTION}.delta`]: (event) => this.#grew(event),
    [`${TRANSCRIPTION}.completed`]: (event) => this.#completed(event),
    [`${TRANSCRIPTION}.failed`]: (event) => this.#failed(event),
    error: (event) => this.#refused(event),
  };

  /** @param {import("./utterances.js").Utterances} owner */
  constructor(owner) {
    this.#owner = owner;
  }

  /** @param {any} event */
  hear(event) {
    this.#acts[event.type]?.(event);
  }

  /** In the order in which it was said: what is behind something that is still to come waits for it. */
  settle() {
    for (let first = this.#owner.all[0]; first; first = this.#owner.all[0]) {
      while (first.items.length && first.items[0].state !== "live") this.#settleItem(first);
      if (!first.isSettled) return;
      this.#owner.remove(first);
    }
  }

  /** @param {Utterance} utterance */
  #settleItem(utterance) {
    const [{ id, key, text, state, end }] = utterance.items.splice(0, 1);
    this.#over.add(id);
    const sound = utterance.take(end);
    if (state === "failed") this.#owner.fail(key, sound, utterance.voiceMs);
    else this.#owner.emit("settled", { key, text, voiceMs: utterance.voiceMs });
  }

  /** @param {{item_id: string, audio_start_ms: number}} event */
  #started({ item_id: id, audio_start_ms: ms }) {
    const at = ms * BYTES_PER_MS;
    const { all } = this.#owner;
    const said = all.findLast(({ base }) => base <= at) ?? all[0] ?? this.#owner.adopt();
    if (!this.#find(id)) this.#make(said, id).isPlaced = true;
  }

  /** @param {{item_id: string, audio_end_ms: number}} event */
  #stopped({ item_id: id, audio_end_ms: ms }) {
    const item = this.#find(id);
    if (item) item.end = ms * BYTES_PER_MS;
  }

  /** @param {{item_id: string}} event */
  #committed({ item_id: id }) {
    if (this.#over.has(id)) return;
    const known = this.#find(id);
    const said = this.#owner.all.find(({ isCommitted, items, spare }) => isCommitted && (spare !== null || items.some(isEarly)));
    const item = known ?? said?.items.find(isEarly) ?? (said && this.#make(said, id));
    if (item) Object.assign(item, { id, isPlaced: true });
  }

  /** @param {{item_id: string, delta?: string}} event */
  #grew({ item_id: id, delta = "" }) {
    const item = this.#find(id) ?? this.#early(id);
    if (!item || item.state !== "live") return;
    item.text += delta;
    this.#owner.emit("text", { key: item.key, text: item.text });
  }

  /** @param {{item_id: string, transcript: string, usage?: object}} event */
  #completed({ item_id: id, transcript, usage }) {
    const item = this.#find(id) ?? this.#early(id);
    if (!item || item.state !== "live") return;
    if (usage) this.#owner.emit("usage", usage);
    Object.assign(item, { state: "final", text: transcript });
    this.#owner.emit("text", { key: item.key, text: transcript });
    this.settle();
  }

  /** @param {{item_id: string}} event */
  #failed({ item_id: id }) {
    const item = this.#find(id);
    if (!item || item.state !== "live") return;
    item.state = "failed";
    this.#owner.emit("text", { key: item.key, text: "" });
    this.settle();
  }

  /** @param {{error: {code?: string}}} event */
  #refused({ error }) {
    if (error.code !== "input_audio_buffer_commit_empty") return this.#owner.emit("refused", error);
    const empty = this.#owner.all.find(({ isCommitted, items }) => isCommitted && items.length === 0);
    if (!empty) return;
    this.#owner.emit("drop", { key: empty.spare });
    this.#owner.remove(empty);
    this.settle();
  }

  /**
   * Words came before the provider said to what they belong: to the first utterance without any.
   * @param {string} id
   */
  #early(id) {
    if (this.#over.has(id)) return null;
    const said = this.#owner.all.find(({ items, spare }) => items.length === 0 && spare !== null);
    return said ? this.#make(said, id) : null;
  }

  /**
   * @param {Utterance} utterance
   * @param {string} id
   * @returns {Item}
   */
  #make(utterance, id) {
    const before = utterance.items[utterance.items.length - 1];
    const key = utterance.spare ?? this.#owner.newKey();
    if (utterance.spare === null) this.#owner.emit("open", { key, after: before?.key ?? null });
    utterance.spare = null;
    /** @type {Item} */ const item = { id, key, text: "", state: "live", isPlaced: false, end: null };
    utterance.items.push(item);
    return item;
  }

  /** @param {string} id */
  #find(id) {
    for (const utterance of this.#owner.all) {
      const item = utterance.items.find((one) => one.id === id);
      if (item) return item;
    }
    return null;
  }
}

/**
 * @param {Item} item
 * @returns {boolean} whether it has words before the provider said to what they belong
 */
function isEarly({ isPlaced }) {
  return !isPlaced;
}
