/** One call by way of Parley's own server: sound and events over a WebSocket. To a session it is what WebRTC is; it knows no page. */

import { Pieces } from "../../audio/pieces.js";
import { StreamedPlayer } from "../../audio/streamed-player.js";
import { Emitter } from "../../lib/emitter.js";
import { Spoken } from "./spoken.js";
import { VoiceWire } from "./voice-wire.js";

/** @typedef {{pieces: Pieces, player: StreamedPlayer, spoken: Spoken}} Sound */

/** Events: as of WebRtcTransport. */
export class SocketTransport extends Emitter {
  #url;
  #means;
  /** @type {VoiceWire | null} */ #wire = null;
  /** @type {Sound | null} */ #sound = null;
  /** @type {MediaStreamTrack | null} */ #track = null;
  #isOver = false;

  /**
   * @param {string} url of the audio relay
   * @param {import("./fetching.js").Means} means
   */
  constructor(url, means) {
    super();
    this.#url = url;
    this.#means = means;
  }

  /**
   * @param {{track: MediaStreamTrack | null, signal: AbortSignal}} options
   * @returns {Promise<null>} when the provider knows the conversation so far; the server knows the call
   * @throws {import("../../lib/problem.js").Problem}
   */
  async open({ track, signal }) {
    this.#track = track;
    await this.#makeSound(); // what is said at once is to be heard
    signal.throwIfAborted();
    await this.#connect().ready(signal);
    return null;
  }

  /** @param {MediaStreamTrack | null} track what the provider hears from now on */
  async hear(track) {
    this.#track = track;
    this.#sound?.pieces.listen(track && new MediaStream([track]));
  }

  /** @param {object} event */
  send(event) {
    const { type } = /** @type {{type: string}} */ (event);
    if (type === "output_audio_buffer.clear" && this.#sound) this.#sound.spoken.drop();
    else this.#wire?.send(event);
  }

  close() {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#wire?.close();
    this.#sound?.pieces.close();
    this.#sound?.player.close();
  }

  #connect() {
    const wire = (this.#wire = new VoiceWire(this.#url, this.#means));
    wire.on("event", (event) => this.#hear(event));
    wire.on("sound", ({ part, pcm }) => this.#sound?.spoken.add(part, pcm));
    wire.on("whole", (item) => this.#sound?.spoken.finish(item));
    for (const news of ["away", "back"]) wire.on(news, () => this.emit(news));
    wire.on("lost", () => this.#lose());
    return wire;
  }

  async #makeSound() {
    const context = await this.#means.withWorklets();
    if (this.#isOver) return;
    const player = new StreamedPlayer(context);
    const spoken = new Spoken(player);
    const pieces = new Pieces(context, (sound) => this.#say(sound));
    this.#sound = { pieces, player, spoken };
    spoken.on("event", (event) => this.emit("event", event));
    spoken.on("send", (event) => this.#wire?.send(event));
    this.emit("track", player.stream);
    void this.hear(this.#track);
  }

  /** @param {import("../../audio/pieces.js").Sound} sound */
  #say(sound) {
    if (this.#isOver) return;
    this.#sound?.spoken.hear(sound);
    this.#wire?.sendSound(sound.pcm);
  }

  /** @param {import("../reduce.js").ProviderEvent} event */
  #hear(event) {
    if (this.#isOver) return;
    this.#sound?.spoken.follow(event);
    this.emit("event", event);
  }

  #lose() {
    if (this.#isOver) return;
    this.close();
    this.emit("lost");
  }
}
