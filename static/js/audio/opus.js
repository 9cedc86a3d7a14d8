/** Opus for a thin line: packets of 40 ms outside, PCM16 at 24 kHz inside. Fetched only when it is used. */

import { Resampler } from "./worklets/resampler.js";

const RATE = 24_000;
const PACKET_US = 40_000;
const SOUND = { codec: "opus", sampleRate: RATE, numberOfChannels: 1 };
const CODED = { ...SOUND, bitrate: 24_000, opus: { application: "voip", frameDuration: PACKET_US } };

/** @returns {Promise<boolean>} whether this browser can, both ways */
export async function canOpus() {
  if (!("AudioEncoder" in globalThis) || !("AudioDecoder" in globalThis)) return false;
  const [there, back] = await Promise.all([
    AudioEncoder.isConfigSupported(/** @type {AudioEncoderConfig} */ (CODED)),
    AudioDecoder.isConfigSupported(SOUND),
  ]);
  return Boolean(there.supported && back.supported);
}

export class Opus {
  #encoder;
  #decoder;
  /** The decoder's answers come in the order of the packets. @type {Array<(pcm: ArrayBuffer) => void>} */ #takers = [];
  #sentUs = 0;
  #heardUs = 0;
  /** @type {Resampler | null} most browsers decode to 48 kHz */ #resampler = null;

  /** @param {{send: (packet: ArrayBuffer) => void, fail: () => void}} to fail: it can no more */
  constructor({ send, fail }) {
    this.#encoder = new AudioEncoder({ output: (chunk) => send(bytesOf(chunk)), error: fail });
    this.#encoder.configure(/** @type {AudioEncoderConfig} */ (CODED));
    this.#decoder = new AudioDecoder({ output: (data) => this.#takers.shift()?.(this.#pcm(data)), error: fail });
    this.#decoder.configure(SOUND);
  }

  /** @param {ArrayBuffer} pcm 40 ms */
  encode(pcm) {
    if (this.#encoder.state !== "configured") return;
    const numberOfFrames = pcm.byteLength / 2;
    const data = new AudioData({
      format: "s16", sampleRate: RATE, numberOfChannels: 1, numberOfFrames, timestamp: this.#sentUs, data: pcm,
    });
    this.#encoder.encode(data);
    data.close();
    this.#sentUs += PACKET_US;
  }

  /**
   * @param {ArrayBuffer} packet
   * @param {(pcm: ArrayBuffer) => void} take
   */
  decode(packet, take) {
    if (this.#decoder.state !== "configured") return;
    this.#takers.push(take);
    this.#decoder.decode(new EncodedAudioChunk({ type: "key", timestamp: this.#heardUs, duration: PACKET_US, data: packet }));
    this.#heardUs += PACKET_US;
  }

  /** @param {() => void} act when the sound of every packet so far was taken */
  afterwards(act) {
    const last = this.#takers.pop();
    if (!last) return act();
    this.#takers.push((pcm) => {
      last(pcm);
      act();
    });
  }

  close() {
    for (const codec of [this.#encoder, this.#decoder]) if (codec.state !== "closed") codec.close();
  }

  /** @param {AudioData} data */
  #pcm(data) {
    const sound = new Float32Array(data.numberOfFrames);
    data.copyTo(sound, { planeIndex: 0, format: "f32-planar" });
    this.#resampler ??= new Resampler(data.sampleRate, RATE);
    data.close();
    const levels = this.#resampler.push(sound);
    return Int16Array.from(levels, (level) => Math.max(-1, Math.min(1, level)) * 32_767).buffer;
  }
}

/** @param {EncodedAudioChunk} chunk */
function bytesOf(chunk) {
  const bytes = new ArrayBuffer(chunk.byteLength);
  chunk.copyTo(bytes);
  return bytes;
}
