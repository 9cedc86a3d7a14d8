/** A WebSocket whose other end is the test. */

export class FakeWebSocket {
  /** @type {FakeWebSocket[]} */ static made = [];

  /** @returns {FakeWebSocket} the newest */
  static get last() {
    return FakeWebSocket.made[FakeWebSocket.made.length - 1];
  }

  readyState = 0;
  /** @type {any[]} */ sent = [];
  /** @type {ArrayBuffer[]} */ sounds = [];
  bufferedAmount = 0;
  /** @type {((event: {data: string | ArrayBuffer}) => void) | null} */ onmessage = null;
  /** @type {((event: {code: number}) => void) | null} */ onclose = null;

  /** @param {string | URL} url */
  constructor(url) {
    this.url = String(url);
    FakeWebSocket.made.push(this);
  }

  /** @param {string | ArrayBuffer} data */
  send(data) {
    if (typeof data === "string") this.sent.push(JSON.parse(data));
    else this.sounds.push(data);
  }

  close() {
    this.readyState = 3;
  }

  /** @param {string} [user] @param {number} [protocol] */
  greet(user = "alice", protocol = 1) {
    this.readyState = 1;
    this.say({ type: "hello", protocol, user });
  }

  /** @param {object} frame */
  say(frame) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  /** @param {ArrayBuffer} pcm */
  sound(pcm) {
    this.onmessage?.({ data: pcm });
  }

  /** @param {number} [code] */
  drop(code = 1006) {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  /** @param {string} type */
  frames(type) {
    return this.sent.filter((frame) => frame.type === type);
  }
}

export function installSocket() {
  FakeWebSocket.made = [];
  Object.assign(globalThis, { WebSocket: FakeWebSocket });
}
