/** What a microphone hears, as pieces of PCM16 (worklets/pcm16.js). */

/** @typedef {import("../dictation/speech-gate.js").Sound} Sound */

export class Pieces {
  #context;
  #node;
  /** @type {MediaStreamAudioSourceNode | null} */ #source = null;

  /**
   * @param {AudioContext} context that has the worklet
   * @param {(sound: Sound) => void} hear
   */
  constructor(context, hear) {
    this.#context = context;
    this.#node = new AudioWorkletNode(context, "pcm16", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
    this.#node.port.onmessage = ({ data }) => hear(data);
  }

  /** @param {MediaStream | null} stream in place of the one before */
  listen(stream) {
    this.#source?.disconnect();
    this.#source = stream && this.#context.createMediaStreamSource(stream);
    this.#source?.connect(this.#node);
  }

  close() {
    this.listen(null);
    this.#node.port.onmessage = null;
    this.#node.port.postMessage("over");
  }
}
