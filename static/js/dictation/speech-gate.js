/**
 * Finds where somebody speaks, so that silence and noise are not sent at all. No I/O.
 * What it finds comes as steps: `begin` (with the sound from just before), `sound`, `end` (with how much voice there was).
 */

export const PIECE_MS = 40;
const BEFORE_MS = 320;
const LONGEST_MS = 25_000;
const LEAST_VOICE_MS = 120;
/** Voice begins with two voiced pieces of the last four: one alone is a click. */
const LATEST = 4;
const VOICED = 2;
/** Noise and hiss cross zero in most samples, voice in few. */
const MOST_CROSSINGS = 0.28;
/** Speech rises and falls, a machine hums: how much its loudness varies, against its mean. */
const LEAST_VARIATION = 0.45;
const QUIETEST = 0.004;
const ABOVE_FLOOR = 3;
/** How fast a lasting noise becomes the floor: it is taken for voice for two seconds at most. */
const FLOOR_RISES = 1.03;
const FLOOR_FALLS = 0.7;

/** @typedef {{pcm: ArrayBuffer, loudness: number, crossings: number}} Sound a piece of 40 ms */
/** @typedef {{step: 'begin' | 'sound', sounds: Sound[]} | {step: 'end', isSpeech: boolean, voiceMs: number}} Step */

export class SpeechGate {
  /** @type {Sound[]} */ #before = [];
  /** @type {boolean[]} */ #latest = [];
  #floor = 0;
  #isOpen = false;
  #quietMs = 0;
  #voiceMs = 0;
  #openMs = 0;
  /** Of the open utterance, of each piece. @type {number[]} */ #loudness = [];
  /** How long nobody has spoken. */ silentMs = 0;
  /** Below that it is silence, whatever surrounds it. */ quietest = QUIETEST;

  /** @param {number} silenceMs so long a pause ends an utterance */
  constructor(silenceMs) {
    this.silenceMs = silenceMs;
  }

  get isOpen() {
    return this.#isOpen;
  }

  /** @returns {number} how much voice there was in the utterance, so far or as it ended */
  get voiceMs() {
    return this.#voiceMs;
  }

  /**
   * @param {Sound} sound
   * @returns {Step[]}
   */
  feed(sound) {
    const voiced = this.#isVoiced(sound);
    this.#latest = [...this.#latest, voiced].slice(-LATEST);
    return this.#isOpen ? this.#goOn(sound, voiced) : this.#wait(sound);
  }

  /**
   * The microphone is switched off.
   * @returns {Step[]}
   */
  stop() {
    return this.#isOpen ? [this.#end()] : [];
  }

  /** @param {Sound} sound */
  #wait(sound) {
    this.silentMs += PIECE_MS;
    this.#before = [...this.#before, sound].slice(-BEFORE_MS / PIECE_MS);
    if (this.#latest.filter(Boolean).length < VOICED) return [];
    const sounds = this.#before;
    this.silentMs = 0;
    [this.#isOpen, this.#before, this.#quietMs, this.#voiceMs, this.#openMs] = [true, [], 0, VOICED * PIECE_MS, 0];
    this.#loudness = sounds.slice(-VOICED).map(({ loudness }) => loudness);
    return [/** @type {Step} */ ({ step: "begin", sounds })];
  }

  /**
   * @param {Sound} sound
   * @param {boolean} voiced
   * @returns {Step[]}
   */
  #goOn(sound, voiced) {
    const isLoud = this.#isLoud(sound); // a hiss at a word's end is no voice, but no silence either
    this.#quietMs = isLoud ? 0 : this.#quietMs + PIECE_MS;
    this.#voiceMs += voiced ? PIECE_MS : 0;
    this.#openMs += PIECE_MS;
    this.#loudness.push(sound.loudness);
    const isOver = this.#quietMs >= this.silenceMs || this.#openMs >= LONGEST_MS;
    return [{ step: "sound", sounds: [sound] }, ...(isOver ? [this.#end()] : [])];
  }

  /** @returns {Step} */
  #end() {
    this.#isOpen = false;
    this.#latest = [];
    const isSpeech = this.#voiceMs >= LEAST_VOICE_MS && variation(this.#loudness) >= LEAST_VARIATION;
    return { step: "end", isSpeech, voiceMs: this.#voiceMs };
  }

  /** @param {Sound} sound */
  #isVoiced(sound) {
    const isLoud = this.#isLoud(sound);
    this.#learn(sound.loudness);
    return isLoud && sound.crossings < MOST_CROSSINGS;
  }

  /** @param {Sound} sound */
  #isLoud({ loudness }) {
    return loudness > Math.max(this.quietest, this.#floor * ABOVE_FLOOR);
  }

  /** @param {number} loudness */
  #learn(loudness) {
    this.#floor = loudness < this.#floor
      ? this.#floor * FLOOR_FALLS + loudness * (1 - FLOOR_FALLS)
      : Math.min(loudness, Math.max(this.#floor, QUIETEST / ABOVE_FLOOR) * FLOOR_RISES);
  }
}

/** @param {number[]} values */
function variation(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const power = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.sqrt(power) / mean;
}
