/** Utterances with everything that they said written down, and a provider to be. */

import { Utterances } from "../../../static/js/dictation/utterances.js";

const PIECE = 1_920;
const WORDS = "conversation.item.input_audio_transcription";
export const COMMITS = { finds_turns: false, silence_ms: 300 };
export const TURNS = { finds_turns: true, silence_ms: 300 };

export class Scene {
  all = new Utterances();
  /** @type {string[]} */ sent = [];
  /** @type {string[]} */ settled = [];
  /** @type {Map<number, string>} */ texts = new Map();
  /** @type {number[]} */ failed = [];
  /** @type {number[]} */ dropped = [];

  constructor(way = COMMITS) {
    this.all.on("sound", (pcm) => this.sent.push(`sound ${pcm.byteLength / PIECE}`));
    this.all.on("send", ({ type }) => this.sent.push(type.replace("input_audio_buffer.", "")));
    this.all.on("text", ({ key, text }) => this.texts.set(key, text));
    this.all.on("settled", ({ text }) => this.settled.push(text));
    this.all.on("failed", ({ key }) => this.failed.push(key));
    this.all.on("drop", ({ key }) => this.dropped.push(key));
    this.all.connected(way);
  }

  /** @param {number} [pieces] @param {boolean} [isOver] */
  speak(pieces = 3, isOver = true) {
    const sounds = Array.from({ length: pieces }, () => ({ pcm: new ArrayBuffer(PIECE), loudness: 0.1, crossings: 0 }));
    this.all.hearStep({ step: "begin", sounds });
    if (isOver) this.all.hearStep({ step: "end", isSpeech: true, voiceMs: 120 });
  }

  /** @param {string} type @param {object} fields */
  hear(type, fields) {
    this.all.hear({ type, ...fields });
  }

  /** @param {string} id */
  commit(id) {
    this.hear("input_audio_buffer.committed", { item_id: id });
  }

  /** @param {string} id @param {string} text */
  complete(id, text) {
    this.hear(`${WORDS}.completed`, { item_id: id, transcript: text, usage: { seconds: 1 } });
  }

  /** @param {string} id @param {number} from @param {number} to milliseconds */
  turn(id, from, to) {
    this.hear("input_audio_buffer.speech_started", { item_id: id, audio_start_ms: from });
    this.hear("input_audio_buffer.speech_stopped", { item_id: id, audio_end_ms: to });
    this.commit(id);
  }
}
