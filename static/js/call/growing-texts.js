/** Texts that grow while they are spoken or written, and calls of tools: deltas to the text so far. */

import { GrowingCalls } from "./growing-calls.js";

/** @typedef {import("./reduce.js").ProviderEvent} ProviderEvent */
/** @typedef {{item_id: string, role: 'user'|'assistant'|'tool', content: string, kind: 'voice'|'text'|'tool'}} Partial */
/** @typedef {{role: 'user'|'assistant', kind: 'voice'|'text', whole?: string}} Source whole: the field of a final text */

/** @type {Record<string, Source>} */
const SOURCES = {
  "input_audio_buffer.speech_started": { role: "user", kind: "voice" },
  "conversation.item.input_audio_transcription.delta": { role: "user", kind: "voice" },
  "conversation.item.input_audio_transcription.completed": { role: "user", kind: "voice", whole: "transcript" },
  "response.output_audio_transcript.delta": { role: "assistant", kind: "voice" },
  "response.output_audio_transcript.done": { role: "assistant", kind: "voice", whole: "transcript" },
  "response.output_text.delta": { role: "assistant", kind: "text" },
  "response.output_text.done": { role: "assistant", kind: "text", whole: "text" },
};

export class GrowingTexts {
  #calls = new GrowingCalls();
  /** @type {Map<string, string[]>} item id to its parts */ #parts = new Map();
  /** @type {Set<string>} item and part whose final text is known: what comes late does not count */ #final = new Set();

  /**
   * @param {ProviderEvent} event
   * @returns {Partial | null}
   */
  hear(event) {
    const source = Object.hasOwn(SOURCES, event.type) ? SOURCES[event.type] : null;
    if (!source || !event.item_id) return this.#calls.hear(event);
    const index = event.content_index ?? 0;
    const part = `${event.item_id} ${index}`;
    if (this.#final.has(part)) return null;
    if (source.whole) this.#final.add(part);
    const content = this.#grow(event, index, source.whole);
    return { item_id: event.item_id, role: source.role, content, kind: source.kind };
  }

  /**
   * @param {ProviderEvent} event
   * @param {number} index
   * @param {string | undefined} whole
   * @returns {string}
   */
  #grow(event, index, whole) {
    const parts = this.#parts.get(event.item_id) ?? [];
    // A final text repeats what its deltas said: it replaces them.
    parts[index] = whole ? event[whole] ?? "" : (parts[index] ?? "") + (event.delta ?? "");
    this.#parts.set(event.item_id, parts);
    return parts.join("");
  }
}
