/** The sentences of one message, each asked of the server once and kept while the page stands. */

import { postForAnswer } from "../lib/http.js";

/**
 * @typedef {object} Sentence
 * @property {Blob | null} sound
 * @property {string} text where the browser reads
 * @property {number | null} of how many there are; null while the message grows
 * @property {number} begins where in the message, 0 to 1
 * @property {number} ends
 */

/** @typedef {'sound' | 'text'} Kind */

export class Sentences {
  #address;
  /** @type {Map<string, Promise<Sentence | null>>} */ #asked = new Map();
  /** How many there are, as far as it is known. @type {number | null} */ of = null;

  /**
   * @param {string} conversation
   * @param {string} message
   */
  constructor(conversation, message) {
    this.#address = `/conversations/${conversation}/messages/${message}/speech/`;
  }

  /**
   * @param {number} number from 0
   * @param {Kind} kind
   * @returns {Promise<Sentence | null>} null when there is none, or none yet (then `of` is null)
   * @throws {import("../lib/problem.js").Problem}
   */
  get(number, kind) {
    const key = `${number}.${kind}`;
    const known = this.#asked.get(key);
    if (known) return known;
    const asked = this.#ask(number, kind);
    this.#asked.set(key, asked);
    const forget = () => void this.#asked.delete(key);
    asked.then((found) => found || forget(), forget); // what is not there, or failed, may be asked again
    return asked;
  }

  /**
   * @param {number} sentence
   * @param {Kind} kind
   * @returns {Promise<Sentence | null>}
   */
  async #ask(sentence, kind) {
    const answer = await postForAnswer(this.#address, { sentence, kind });
    const place = JSON.parse(answer.headers.get("Parley-Speech") ?? "{}");
    this.of = place.of ?? null;
    if (answer.status === 204) return null;
    if (kind === "text") return { sound: null, ...place, ...(await answer.json()) };
    return { text: "", ...place, sound: await answer.blob() };
  }
}
