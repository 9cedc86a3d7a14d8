/**
 * What utterances become in the text field, and which of them are commands.
 * Events: `command` {command, key}, `failed` {key, seconds}, `gone` {key}.
 */

import { Emitter } from "../lib/emitter.js";
import { isPhantom } from "./phantoms.js";
import { commandIn } from "./phrases.js";

/** @typedef {{phantoms: import("./phantoms.js").Known, phrases: import("./phrases.js").Phrases}} Grant */

export class Writing extends Emitter {
  #field;
  /** What the server said of phrases and phantoms. @type {Grant | null} */ grant = null;

  /** @param {{utterances: import("./utterances.js").Utterances, connection: import("./connection.js").Connection, field: import("./field.js").DictatedField}} parts */
  constructor({ utterances, connection, field }) {
    super();
    this.#field = field;
    utterances.on("send", (event) => connection.send(event));
    utterances.on("sound", (pcm) => connection.sound(pcm));
    utterances.on("usage", (usage) => connection.count(usage));
    utterances.on("open", (piece) => field.open(piece));
    utterances.on("text", (piece) => field.write(piece));
    utterances.on("settled", (said) => this.#settled(said));
    utterances.on("drop", ({ key }) => this.#dropped(key));
    utterances.on("failed", (failed) => this.#failed(failed));
  }

  /** @param {{key: number, text: string, voiceMs: number}} said */
  #settled({ key, text, voiceMs }) {
    if (!this.grant) return;
    const words = isPhantom(text, voiceMs, this.grant.phantoms) ? "" : text;
    const found = commandIn(words, this.grant.phrases);
    this.#field.settle(key, found ? found.rest : words);
    if (found) this.emit("command", { command: found.command, key });
  }

  /** @param {{key: number, seconds: number}} failed */
  #failed(failed) {
    this.#field.fail(failed.key);
    this.emit("failed", failed);
  }

  /** @param {number} key */
  #dropped(key) {
    this.#field.drop(key);
    this.emit("gone", { key });
  }
}
