/** A sound context with worklets: what is posted to them is noted, what they say is the test's. */

import { define } from "./page.js";

export class FakeNode {
  /** @type {Record<string, FakeNode>} by name, the newest */ static made = {};

  /** @param {unknown} _ @param {string} name */
  constructor(_, name) {
    this.name = name;
    /** @type {any[]} */ this.posted = [];
    this.port = {
      /** @type {((event: {data: any}) => void) | null} */ onmessage: null,
      postMessage: (/** @type {any} */ data) => void this.posted.push(data),
    };
    FakeNode.made[name] = this;
  }

  connect() {}
  disconnect() {}

  /** @param {object} data as the worklet says it */
  say(data) {
    this.port.onmessage?.({ data });
  }

  /** @param {string} does */
  told(does) {
    return this.posted.filter((one) => one.does === does);
  }
}

/** From the worklet to the ear. */
export const latency = { s: 0 };

class FakeWorkletContext {
  state = "running";
  sampleRate = 48_000;
  currentTime = 0;
  baseLatency = 0;
  audioWorklet = { addModule: async () => {} };

  get outputLatency() {
    return latency.s;
  }

  async resume() {}

  createMediaStreamSource() {
    return { connect() {}, disconnect() {} };
  }
}

class FakeConstant {
  start() {}
  stop() {}
  connect() {}
  disconnect() {}
}

class FakeDestination {
  stream = { getTracks: () => [] };
}

/** In place of the borders' sound, and after them. */
export function installWorklets() {
  FakeNode.made = {};
  latency.s = 0;
  Object.assign(globalThis, {
    AudioContext: FakeWorkletContext, AudioWorkletNode: FakeNode, ConstantSourceNode: FakeConstant,
    MediaStreamAudioDestinationNode: FakeDestination,
  });
  define(document.body.dataset, "worklets", "/static/sound.js");
}
