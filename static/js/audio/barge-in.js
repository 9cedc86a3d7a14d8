/**
 * Whether somebody speaks while an answer is heard. It pauses at once, is given up when it is speech, and goes on when it was
 * noise. What the provider hears counts as well. No I/O.
 */

import { PIECE_MS, SpeechGate } from "../dictation/speech-gate.js";

/** So much voice is no cough. */
const SPEECH_MS = 250;

/** Of how sensitive the provider is to be (0: to everything, 1: to nothing), how loud a voice must be for us. */
const LOUDNESS_OF_THRESHOLD = 0.03;

const TRANSCRIPT = "conversation.item.input_audio_transcription";

/** @typedef {import("../dictation/speech-gate.js").Sound} Sound */
/** @typedef {import("../call/reduce.js").ProviderEvent} ProviderEvent */
/** @typedef {'pause'|'resume'|'drop'|null} Verdict */

export class BargeIn {
  #gate = new SpeechGate(500);
  #isHeard = false;
  #isPaused = false;
  /** @type {string | null} what the provider hears being said */ #turn = null;

  /** @param {boolean} on whether an answer is being played */
  playing(on) {
    this.#isHeard = on;
    if (!on) [this.#isPaused, this.#turn] = [false, null];
  }

  /**
   * @param {Sound} sound
   * @returns {Verdict}
   */
  hear(sound) {
    const steps = this.#gate.feed(sound).map(({ step }) => step);
    if (!this.#isHeard) return null;
    if (steps.includes("begin")) return this.#pause();
    if (this.#isPaused && this.#gate.voiceMs >= SPEECH_MS) return "drop";
    return steps.includes("end") ? this.#resume() : null;
  }

  /**
   * @param {ProviderEvent} event
   * @returns {Verdict}
   */
  follow(event) {
    if (event.session) this.#tune(event.session.audio?.input?.turn_detection);
    if (event.type === "input_audio_buffer.speech_started") return this.#begin(event.item_id ?? null);
    if (!this.#isHeard) return null;
    if (event.type === "response.done" && event.response.status === "cancelled") return "drop";
    if (this.#turn === null || event.item_id !== this.#turn) return null;
    const isMeant = event.type === "input_audio_buffer.committed" || isSaid(event);
    return isMeant ? "drop" : null;
  }

  /** @param {string | null} item */
  #begin(item) {
    this.#turn = this.#isHeard ? item : null; // what was said before the answer began is what it answers
    return this.#isHeard ? this.#pause() : null;
  }

  /** @returns {Verdict} */
  #pause() {
    if (this.#isPaused) return null;
    this.#isPaused = true;
    return "pause";
  }

  /** @returns {Verdict} */
  #resume() {
    if (!this.#isPaused || this.#turn !== null) return null;
    this.#isPaused = false;
    return "resume";
  }

  /** @param {{threshold?: number, silence_duration_ms?: number} | null | undefined} detection as the person has chosen it */
  #tune(detection) {
    if (detection?.silence_duration_ms) this.#gate.silenceMs = Math.max(PIECE_MS, detection.silence_duration_ms);
    if (detection?.threshold !== undefined) this.#gate.quietest = detection.threshold * LOUDNESS_OF_THRESHOLD;
  }
}

/** @param {ProviderEvent} event */
function isSaid({ type, delta = "", transcript = "" }) {
  return type.startsWith(TRANSCRIPT) && `${delta}${transcript}`.trim() !== "";
}
