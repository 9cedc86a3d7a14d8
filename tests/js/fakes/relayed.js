/** A SocketTransport whose server, microphone and loudspeaker are the test's. */

import { mock } from "node:test";

import { withWorklets } from "../../../static/js/audio/worklets.js";
import { refusedBy, unreachable } from "../../../static/js/call/transports/refusals.js";
import { SocketTransport } from "../../../static/js/call/transports/socket.js";
import { FakeWebSocket } from "./socket.js";
import { rest, until } from "./wait.js";
import { FakeNode, installWorklets } from "./worklets.js";
import { openBorders } from "./world.js";

export const VOICE = { loudness: 0.1, crossings: 0.05 };
export const QUIET = { loudness: 0.0005, crossings: 0.1 };

export class Relayed {
  /** @type {Record<string, any[]>} what the transport has told */ told = {};

  /** @param {typeof import("../../../static/js/audio/opus.js").Opus} [Opus] for a thin line */
  constructor(Opus) {
    openBorders();
    installWorklets();
    this.transport = new SocketTransport("/ws/voice/c1/?session=s1", { withWorklets, refusedBy, unreachable, Opus });
    for (const type of ["event", "track", "away", "back", "lost"]) {
      this.told[type] = [];
      this.transport.on(type, (detail) => this.told[type].push(detail));
    }
  }

  get socket() {
    return FakeWebSocket.last;
  }

  get player() {
    return FakeNode.made.playout;
  }

  /** What the server was told, less the beats. */
  get sent() {
    return this.socket.sent.filter(({ type }) => type !== "parley.beat");
  }

  /** @returns {Promise<{opened: Promise<null>}>} on its way, and the server has said nothing yet */
  async begin() {
    const opened = this.transport.open({ track: null, signal: new AbortController().signal });
    opened.catch(() => {});
    await until(() => FakeWebSocket.made.length);
    this.socket.readyState = 1;
    await rest();
    return { opened };
  }

  /** @param {string} [codec] */
  async open(codec = "pcm16") {
    const { opened } = await this.begin();
    this.socket.say({ type: "parley.ready", codec });
    await opened;
  }

  /** @param {typeof VOICE} kind @param {number} ms */
  microphone(kind, ms) {
    for (let at = 0; at < ms; at += 40) FakeNode.made.pcm16.say({ pcm: new ArrayBuffer(1_920), ...kind });
  }

  /** An answer of which so much was put out. @param {number} ms */
  playing(ms) {
    this.socket.say({ type: "response.created", response: { id: "r" } });
    this.socket.say({ type: "parley.audio", item_id: "a", content_index: 0 });
    this.socket.sound(new ArrayBuffer(1_920));
    this.player.say({ is: "begun", item: "a", ms: 0 });
    this.player.say({ is: "at", item: "a", ms });
  }

  /** @param {string} type */
  heard(type) {
    return this.told.event.filter((event) => event.type === type).length;
  }

  /** @param {number} ms */
  pass(ms) {
    for (let at = 0; at < ms; at += 500) mock.timers.tick(500);
  }
}
