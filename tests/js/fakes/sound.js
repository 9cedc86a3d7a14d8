/** A microphone and a loudspeaker without sound. */

import { define } from "./page.js";
import { FakeSpeaker } from "./speaker.js";

export class FakeTrack extends EventTarget {
  enabled = true;
  stopped = false;

  /** @param {string} [device] */
  constructor(device = "") {
    super();
    this.device = device;
  }

  getSettings() {
    return { deviceId: this.device };
  }

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

/** @typedef {{kind: string, deviceId: string, label: string}} FakeDevice */
/** @typedef {{asked: number, wanted: any[], stream: FakeStream, permission: string, refusal: Error | null,
 *   decided: Promise<void>, devices: FakeDevice[], replug: (devices: FakeDevice[]) => void}} FakeMicrophone
 *   decided: when the person answers the browser */

/**
 * @param {FakeMicrophone} microphone
 * @param {{deviceId?: {exact: string}}} [audio]
 */
async function open(microphone, audio) {
  microphone.asked += 1;
  microphone.wanted.push(audio?.deviceId?.exact ?? "");
  await microphone.decided;
  if (microphone.refusal) throw microphone.refusal;
  const wanted = audio?.deviceId?.exact;
  if (!wanted) return microphone.stream;
  if (microphone.devices.some(({ deviceId }) => deviceId === wanted)) return new FakeStream([new FakeTrack(wanted)]);
  throw new DOMException("no such device", "OverconstrainedError");
}

/** @returns {FakeMicrophone} */
export function installSound() {
  /** @type {FakeMicrophone} */
  const microphone = {
    asked: 0, wanted: [], stream: new FakeStream(), permission: "granted", refusal: null, decided: Promise.resolve(),
    devices: [],
    replug: (devices) => {
      microphone.devices = devices;
      media.dispatchEvent(new Event("devicechange"));
    },
  };
  const media = Object.assign(new EventTarget(), {
    getUserMedia: (/** @type {any} */ wish) => open(microphone, wish?.audio),
    enumerateDevices: async () => microphone.devices,
  });
  define(navigator, "mediaDevices", media);
  define(navigator, "permissions", { query: async () => ({ state: microphone.permission }) });
  Object.assign(globalThis, { AudioContext: FakeAudioContext, AnalyserNode: FakeAnalyser, MediaStream: FakeStream, HTMLMediaElement: FakeSpeaker });
  return microphone;
}
