/** A microphone and a loudspeaker without sound. */

import { define } from "./page.js";

export class FakeTrack {
  enabled = true;
  stopped = false;

  stop() {
    this.stopped = true;
  }
}

export class FakeStream {
  /** @param {FakeTrack[]} [tracks] */
  constructor(tracks = [new FakeTrack()]) {
    this.tracks = tracks;
  }

  getTracks() {
    return this.tracks;
  }

  getAudioTracks() {
    return this.tracks;
  }
}

class FakeAudioContext {
  state = "running";

  createMediaStreamSource() {
    return { connect() {}, disconnect() {} };
  }
}

class FakeAnalyser {
  /** @param {Float32Array} samples */
  getFloatTimeDomainData(samples) {
    samples.fill(0.1);
  }
}

/** @typedef {{asked: number, stream: FakeStream, permission: string, refusal: Error | null,
 *   decided: Promise<void>}} FakeMicrophone decided: when the person answers the browser */

/** @returns {FakeMicrophone} */
export function installSound() {
  /** @type {FakeMicrophone} */
  const microphone = {
    asked: 0, stream: new FakeStream(), permission: "granted", refusal: null, decided: Promise.resolve(),
  };
  const getUserMedia = async () => {
    microphone.asked += 1;
    await microphone.decided;
    if (microphone.refusal) throw microphone.refusal;
    return microphone.stream;
  };
  define(navigator, "mediaDevices", { getUserMedia });
  define(navigator, "permissions", { query: async () => ({ state: microphone.permission }) });
  Object.assign(globalThis, { AudioContext: FakeAudioContext, AnalyserNode: FakeAnalyser, MediaStream: FakeStream });
  return microphone;
}
