/**
 * Two ways to the provider behind one interface: straight from the browser with a token, or through the server.
 * Events: `open`, `event` (of the provider), `closed`.
 */

import { Emitter } from "../lib/emitter.js";

const HANDSHAKE_WITHIN_MS = 6_000;

/** @typedef {{token: {value: string} | null, direct: string, relay: string}} Ways */

class Line extends Emitter {
  #socket;
  #limit;
  #isOver = false;

  /**
   * @param {string} address
   * @param {string[]} protocols
   */
  constructor(address, protocols) {
    super();
    this.#socket = new WebSocket(address, protocols);
    this.#socket.binaryType = "arraybuffer";
    this.#socket.onmessage = ({ data }) => this.#hear(JSON.parse(data));
    this.#socket.onclose = ({ code }) => this.#close(code);
    this.#limit = setTimeout(() => this.#close(0), HANDSHAKE_WITHIN_MS);
  }

  /** @param {object} event */
  send(event) {
    this.write(JSON.stringify(event));
  }

  /** @param {string | ArrayBuffer} frame */
  write(frame) {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(frame);
  }

  close() {
    this.#isOver = true;
    clearTimeout(this.#limit);
    this.#socket.close(1000);
  }

  /** A session that was refused is opened first, and closed with the reason: only its first event says that it is there. */
  /** @param {any} event */
  #hear(event) {
    if (this.#isOver) return;
    if (event.type === "session.created") {
      clearTimeout(this.#limit);
      this.emit("open");
    }
    this.emit("event", event);
  }

  /** @param {number} code */
  #close(code) {
    if (this.#isOver) return;
    this.close();
    this.emit("closed", code);
  }
}

class DirectLine extends Line {
  /** @param {Ways} ways */
  constructor({ direct, token }) {
    super(direct, ["realtime", `openai-insecure-api-key.${token?.value}`]);
  }

  /** @param {ArrayBuffer} pcm */
  sound(pcm) {
    this.send({ type: "input_audio_buffer.append", audio: base64(pcm) });
  }
}

class RelayLine extends Line {
  /** @param {Ways} ways */
  constructor({ relay }) {
    super(new URL(relay, location.href.replace(/^http/u, "ws")).href, []);
  }

  /** @param {ArrayBuffer} pcm */
  sound(pcm) {
    this.write(pcm);
  }
}

/**
 * @param {Ways} ways
 * @param {boolean} isBlocked whether the straight way was tried in vain
 * @returns {DirectLine | RelayLine}
 */
export function lineBy(ways, isBlocked) {
  return ways.token && !isBlocked ? new DirectLine(ways) : new RelayLine(ways);
}

/** @param {ArrayBuffer} pcm */
function base64(pcm) {
  const bytes = new Uint8Array(pcm);
  let text = "";
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}
