/** A browser's WebCodecs: one packet for each piece, answered when the test says so. */

/** @type {{supported: boolean, decoded: (() => void)[], error: (() => void) | null, configs: any[]}} */
export const codecs = { supported: true, decoded: [], error: null, configs: [] };

class Codec {
  state = "unconfigured";

  /** @param {{output: (made: any) => void, error: (error: Error) => void}} to */
  constructor(to) {
    this.to = to;
    codecs.error = () => to.error(new Error("it can no more"));
  }

  static async isConfigSupported() {
    return { supported: codecs.supported };
  }

  /** @param {any} config */
  configure(config) {
    codecs.configs.push(config);
    this.state = "configured";
  }

  close() {
    this.state = "closed";
  }
}

class FakeEncoder extends Codec {
  /** @param {{of: any}} data a packet of ten bytes, the first of them a number of its sound */
  encode({ of }) {
    this.to.output({ byteLength: 10, copyTo: (/** @type {ArrayBuffer} */ bytes) => (new Uint8Array(bytes)[0] = new Uint8Array(of.data)[0]) });
  }
}

class FakeDecoder extends Codec {
  /** @param {{of: any}} chunk 40 ms at 48 kHz, as loud as its first byte says */
  decode({ of }) {
    const level = new Uint8Array(of.data)[0] / 256;
    const copyTo = (/** @type {Float32Array} */ sound) => sound.fill(level);
    codecs.decoded.push(() => this.to.output({ sampleRate: 48_000, numberOfFrames: 1_920, copyTo, close() {} }));
  }
}

class Holding {
  /** @param {any} of */
  constructor(of) {
    this.of = of;
  }

  close() {}
}

export function installWebCodecs() {
  Object.assign(codecs, { supported: true, decoded: [], error: null, configs: [] });
  Object.assign(globalThis, { AudioEncoder: FakeEncoder, AudioDecoder: FakeDecoder, AudioData: Holding, EncodedAudioChunk: Holding });
}

/** All that was given to a decoder comes out of it. */
export function decodeAll() {
  for (const give of codecs.decoded.splice(0)) give();
}
