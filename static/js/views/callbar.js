/** The call bar: one state, drawn. It moves with the sound and owns no state of the call. */

import { CaptionLine } from "./caption-line.js";
import { controlsOf, flagsOf, show } from "./controls.js";
import { part } from "./parts.js";
import { elapsed } from "./times.js";
import { Waveform } from "./waveform.js";

/** @typedef {import("../call/states.js").Facts} Facts */
/** @typedef {ReturnType<typeof import("../call/states.js").describe>} Description */
/** @typedef {Facts & {recording?: boolean}} Shown */
/**
 * @typedef {object} Source what the bar reads each frame
 * @property {() => import("./waveform.js").Levels} levels
 * @property {number | null} startedAt
 */

const OFF = new Set(["idle", "ended"]);
const EVERY_MS = 88; // a meter: the style sheet smooths what lies between, and each frame that is asked for costs, drawn in or not
const FRAME_MS = 10; // about so long until the next one comes
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class CallBar {
  #root;
  #source;
  #wave;
  #buttons;
  #running = false;
  #covered = false;
  #orb;
  #time;

  /**
   * @param {HTMLElement} root
   * @param {Source} source
   */
  constructor(root, source) {
    this.#root = root;
    this.#source = source;
    this.#wave = new Waveform(part(root, "wave"));
    this.#orb = /** @type {HTMLElement} */ (part(root, "orb").firstElementChild);
    this.#time = part(root, "time");
    this.#buttons = part(root, "controls"); // they move into the voice room while that is open
    this.captions = new CaptionLine(part(root, "words"), part(root, "caption"));
    document.addEventListener("visibilitychange", () => this.#run());
  }

  /**
   * @param {string} name a control: mute, speak, stop, interrupt, orb, end, retry, dismiss
   * @param {() => void} act
   */
  on(name, act) {
    const button = name === "orb" ? part(this.#root, name) : part(this.#buttons, name);
    button.addEventListener("click", () => button.getAttribute("aria-disabled") === "true" || act());
  }

  /**
   * @param {Shown} facts
   * @param {Description} description
   */
  draw(facts, description) {
    const { state, label, detail, canRetry, warning } = description;
    const flags = flagsOf(facts, description);
    if (OFF.has(state)) this.captions.clear();
    for (const [name, value] of Object.entries(flags)) this.#root.dataset[name] = String(value);
    part(this.#root, "word").textContent = label;
    part(this.#root, "detail").textContent = detail;
    part(this.#root, "says").role = facts.phase === "error" ? "alert" : null;
    part(this.#root, "recording").hidden = !flags.recording;
    this.#warn(warning);
    this.#controls(facts, state, canRetry);
    this.#run();
  }

  /** @param {{conversation: string, title: string} | null} elsewhere the call's conversation, when it is not on the page */
  where(elsewhere) {
    const link = /** @type {HTMLAnchorElement} */ (part(this.#root, "where"));
    link.hidden = !elsewhere;
    if (!elsewhere) return;
    link.setAttribute("href", `/conversations/${elsewhere.conversation}/`);
    part(link, "title").textContent = elsewhere.title;
  }

  /** @param {boolean} covered the voice room stands over it: nothing of it is seen */
  cover(covered) {
    this.#covered = covered;
    this.#run();
  }

  /** @param {Description["warning"]} warning */
  #warn(warning) {
    part(this.#root, "warning").hidden = !warning;
    part(this.#root, "warning-what").textContent = warning?.what ?? "";
    part(this.#root, "warning-meaning").textContent = warning?.meaning ?? "";
  }

  /**
   * @param {Facts} facts
   * @param {string} state
   * @param {boolean} canRetry
   */
  #controls(facts, state, canRetry) {
    for (const [name, control] of Object.entries(controlsOf(facts, canRetry))) show(part(this.#buttons, name), control);
    part(this.#buttons, "retry-word").textContent = facts.problem?.code === "call_lost" ? "Continue" : "Try again";
    /** @type {HTMLButtonElement} */ (part(this.#root, "orb")).disabled = state !== "speaking";
  }

  #run() {
    const on = !OFF.has(this.#root.dataset.state ?? "idle") && !document.hidden && !this.#covered;
    if (on === this.#running) return;
    this.#running = on;
    if (on) requestAnimationFrame((now) => this.#frame(now));
    else this.#wave.clear();
  }

  /** @param {number} now */
  #frame(now) {
    if (!this.#running) return;
    const { startedAt } = this.#source;
    const time = elapsed(startedAt ? Date.now() - startedAt : 0);
    if (this.#time.textContent !== time) this.#time.textContent = time;
    if (!calm.matches) this.#sound(now);
    setTimeout(() => requestAnimationFrame((next) => this.#frame(next)), EVERY_MS - FRAME_MS);
  }

  /** @param {number} now */
  #sound(now) {
    const levels = this.#source.levels();
    this.#wave.frame(now, levels);
    // On the orb alone: what inherits it would all be styled anew.
    this.#orb.style.setProperty("--level", Math.max(levels.you, levels.it).toFixed(2));
  }
}
