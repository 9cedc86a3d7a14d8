/** What a microphone hears, as pieces of PCM16 (worklets/pcm16.js). */

/** @typedef {import("../dictation/speech-gate.js").Sound} Sound */

export class Pieces {
  #context;
  #node;
  /** Goes along: in Firefox nothing at all comes from a microphone that went, and nobody's turn would end. */ #silence;
  /** @type {MediaStreamAudioSourceNode | null} */ #source = null;

  /**
   * @param {AudioContext} context that has the worklet
   * @param {(sound: Sound) => void} hear
   */
  constructor(context, hear) {
    this.#context = context;
    this.#node = new AudioWorkletNode(context, "pcm16", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
    this.#node.port.onmessage = ({ data }) => hear(data);
    this.#silence = new ConstantSourceNode(context, { offset: 0 });
    this.#silence.start();
  }

  /** @param {MediaStream | null} stream in place of the one before */
  listen(stream) {
    for (const sound of [this.#source, this.#silence]) sound?.disconnect();
    this.#source = stream && this.#context.createMediaStreamSource(stream);
    if (this.#source) for (const sound of [this.#source, this.#silence]) sound.connect(this.#node);
  }

  close() {
    this.listen(null);
    this.#silence.stop();
    this.#node.port.onmessage = null;
    this.#node.port.postMessage("over");
  }
}
