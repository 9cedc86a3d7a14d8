/**
 * The assistant's voice where this page plays it: heard, kept back while somebody speaks, cut off. Over WebRTC the provider does that.
 * Events: `event` (what the provider would say of its own loudspeaker), `send` (what it is to be told).
 */

import { BargeIn } from "../../audio/barge-in.js";
import { Emitter } from "../../lib/emitter.js";

const REPORTED_EVERY_MS = 200;

/** @typedef {import("../reduce.js").ProviderEvent} ProviderEvent */
/** @typedef {import("../../audio/barge-in.js").Verdict} Verdict */

export class Spoken extends Emitter {
  #player;
  #bargeIn = new BargeIn();
  /** What is heard, or will be: by item, of which of its parts. @type {Map<string, number>} */ #items = new Map();
  /** What was cut off, and may still come. @type {Set<string>} */ #dropped = new Set();
  /** @type {Set<string>} responses under way */ #running = new Set();
  #isAudible = false;
  #reportedMs = 0;

  /** @param {import("../../audio/streamed-player.js").StreamedPlayer} player */
  constructor(player) {
    super();
    this.#player = player;
    player.on("begun", () => this.#begin());
    player.on("at", ({ item, ms }) => this.#report(item, ms));
    player.on("over", ({ item, ms }) => this.#end(item, ms));
  }

  /**
   * @param {{item_id: string, content_index: number}} part
   * @param {ArrayBuffer} pcm of it
   */
  add({ item_id, content_index }, pcm) {
    if (this.#dropped.has(item_id)) return;
    this.#items.set(item_id, content_index);
    this.#player.add(item_id, pcm);
  }

  /** @param {string} item nothing more of it comes */
  finish(item) {
    if (!this.#dropped.delete(item)) this.#player.finish(item);
  }

  /** @param {import("../../audio/barge-in.js").Sound} sound what the microphone hears */
  hear(sound) {
    this.#act(this.#bargeIn.hear(sound), true);
  }

  /** @param {ProviderEvent} event */
  follow(event) {
    if (event.type === "response.created") this.#running.add(event.response.id);
    if (event.type === "response.done") this.#running.delete(event.response.id);
    this.#act(this.#bargeIn.follow(event), false);
  }

  /** Nothing of it is heard any more, and the provider forgets what was not heard. */
  drop() {
    for (const { item, ms } of this.#player.positions) this.#truncate(item, ms);
    this.#player.clear();
    this.emit("send", { type: "output_audio_buffer.clear" });
    this.#turn(false, "output_audio_buffer.cleared");
  }

  /**
   * @param {Verdict} verdict
   * @param {boolean} isOurs we have found it before the provider may have
   */
  #act(verdict, isOurs) {
    if (verdict === "pause") this.#player.pause();
    if (verdict === "resume") this.#player.resume();
    if (verdict !== "drop") return;
    if (isOurs && this.#running.size) this.emit("send", { type: "response.cancel" });
    this.drop();
  }

  /**
   * @param {string} item
   * @param {number} ms
   */
  #truncate(item, ms) {
    this.emit("send", { type: "parley.played", item_id: item, ms });
    this.emit("send", { type: "conversation.item.truncate", item_id: item, content_index: this.#items.get(item) ?? 0, audio_end_ms: ms });
    this.#items.delete(item);
    this.#dropped.add(item);
  }

  #begin() {
    this.#reportedMs = 0;
    this.#turn(true, "output_audio_buffer.started");
  }

  /**
   * @param {string} item
   * @param {number} ms
   */
  #report(item, ms) {
    if (Math.abs(ms - this.#reportedMs) < REPORTED_EVERY_MS) return;
    this.#reportedMs = ms;
    this.emit("send", { type: "parley.played", item_id: item, ms });
  }

  /**
   * @param {string} item
   * @param {number} ms
   */
  #end(item, ms) {
    this.emit("send", { type: "parley.played", item_id: item, ms });
    this.#items.delete(item);
    if (!this.#items.size) this.#turn(false, "output_audio_buffer.stopped");
  }

  /**
   * @param {boolean} audible
   * @param {string} type of what is said of it
   */
  #turn(audible, type) {
    if (audible === this.#isAudible) return;
    this.#isAudible = audible;
    this.#bargeIn.playing(audible);
    this.emit("event", { type });
  }
}
