/** An RTCPeerConnection whose provider is the test. */

class FakeChannel extends EventTarget {
  readyState = "connecting";
  /** @type {any[]} */ sent = [];
  /** @type {((event: {data: string}) => void) | null} */ onmessage = null;
  /** @type {(() => void) | null} */ onclose = null;

  /** @param {string} label */
  constructor(label) {
    super();
    this.label = label;
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.readyState = "closed";
  }
}

export class FakePeer {
  /** @type {FakePeer[]} */ static made = [];

  /** @returns {FakePeer} the newest */
  static get last() {
    return FakePeer.made[FakePeer.made.length - 1];
  }

  connectionState = "new";
  /** @type {string[]} */ steps = [];
  /** @type {any} */ localDescription = null;
  /** @type {(() => void) | null} */ onconnectionstatechange = null;
  /** @type {((event: object) => void) | null} */ ontrack = null;
  /** @type {{direction: string, track: any}[]} */ audio = [];
  channel = new FakeChannel("");
  #taken = 0;

  constructor() {
    FakePeer.made.push(this);
  }

  /** @param {string} kind @param {{direction: string}} options */
  addTransceiver(kind, { direction }) {
    const line = { direction, /** @type {any} */ track: null };
    this.steps.push(kind);
    this.audio.push(line);
    return { sender: { replaceTrack: async (/** @type {any} */ track) => void (line.track = track) } };
  }

  /** @param {string} label */
  createDataChannel(label) {
    this.steps.push("channel");
    this.channel = new FakeChannel(label);
    return this.channel;
  }

  async createOffer() {
    this.steps.push("offer");
    return { type: "offer", sdp: "v=0 offer" };
  }

  /** @param {object} description */
  async setLocalDescription(description) {
    this.localDescription = description;
  }

  /** @param {{sdp: string}} description */
  async setRemoteDescription({ sdp }) {
    this.steps.push(`answer ${sdp}`);
    queueMicrotask(() => this.open());
  }

  async getStats() {
    return new Map();
  }

  close() {
    this.connectionState = "closed";
  }

  open() {
    this.connectionState = "connected";
    this.channel.readyState = "open";
    this.channel.dispatchEvent(new Event("open"));
  }

  /** @param {object} event as the provider says it */
  say(event) {
    this.channel.onmessage?.({ data: JSON.stringify(event) });
  }

  /** @param {string} state */
  become(state) {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  /** @param {string} type */
  heard(type) {
    return this.channel.sent.filter((event) => event.type === type);
  }

  /** The provider takes every item that it was given. */
  takeItems() {
    const items = this.heard("conversation.item.create").slice(this.#taken);
    this.#taken += items.length;
    for (const { item } of items) this.say({ type: "conversation.item.added", item });
  }
}

export function installPeer() {
  FakePeer.made = [];
  Object.assign(globalThis, { RTCPeerConnection: FakePeer });
}
