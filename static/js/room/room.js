/** The voice room: the call, full screen. It draws the same facts as the bar, and owns none of them. */

import { flagsOf } from "../views/controls.js";
import { part } from "../views/parts.js";
import { Captions } from "./captions.js";
import { Following } from "./following.js";
import { Keys } from "./keys.js";
import { Liveliness } from "./liveliness.js";
import { Surface } from "./surface.js";
import { meet } from "./first-visit.js";

/** @typedef {import("../call/states.js").Facts} Facts */
/** @typedef {import("../call/states.js").Description} Description */
/**
 * @typedef {object} Source
 * @property {import("./liveliness.js").Source & {isOn: boolean}} call
 * @property {{conversation: string | null}} thread
 * @property {() => void} begin
 * @property {() => void} interrupt
 * @property {(on: boolean) => void} covers
 * @property {() => boolean} isHere the page shows the conversation of the call
 * @property {() => string} title
 * @property {() => string | null} conversation
 * @property {() => void} redraw
 */

const QUIET = new Set(["idle", "ended"]);
const QUALITY = { good: "Good", fair: "Fair", poor: "Weak" };

export class Room {
  #root;
  #source;
  #surface;
  #following;
  #liveliness;
  #transcribes = false;

  /**
   * @param {HTMLElement} root
   * @param {Source} source
   */
  constructor(root, source) {
    this.#root = root;
    this.#source = source;
    this.#surface = new Surface(root);
    this.captions = new Captions(part(root, "captions"), part(root, "caption"));
    this.#following = new Following(root, this.captions);
    this.#liveliness = new Liveliness(root, source.call);
    meet(part(root, "card"), part(root, "met"), () => root.focus());
    new Keys(root, () => this.close());
    this.#listen();
  }

  /** @param {HTMLElement | null} opener */
  open(opener) {
    if (!this.#root.hidden) return;
    this.#surface.open(opener);
    this.#source.covers(true);
    this.#source.redraw();
  }

  close() {
    if (this.#root.hidden) return;
    this.#surface.close();
    this.#following.detach();
    this.#liveliness.rest();
    this.#source.covers(false);
  }

  /** @param {{item_id: string, role: string, content: string}} partial */
  hear(partial) {
    this.#following.hear(partial);
  }

  /**
   * @param {Facts} facts
   * @param {Description} description
   */
  draw(facts, description) {
    const { state, label, detail, warning } = description;
    if (QUIET.has(state)) this.#following.forget();
    if (this.#root.hidden) return;
    const flags = flagsOf(facts, description);
    const data = { ...flags, streaming: isStreaming(facts), quality: facts.quality ?? "" };
    for (const [name, value] of Object.entries(data)) this.#root.dataset[name] = String(value);
    this.#write({ word: label, hint: detail, title: this.#source.title() });
    this.#write({ "warning-what": warning?.what ?? "", "warning-meaning": warning?.meaning ?? "" });
    part(this.#root, "warning").hidden = !warning;
    part(this.#root, "says").role = facts.phase === "error" ? "alert" : null;
    part(this.#root, "recording").hidden = flags.recording !== true;
    this.#facts(facts, QUIET.has(state));
    this.#orb(state);
    this.#following.attach(this.#source.isHere());
    this.#liveliness.turnTo(state, flags.muted === true);
    this.#surface.keepFocus();
  }

  #listen() {
    const on = (/** @type {string} */ name, /** @type {() => void} */ act) => part(this.#root, name).addEventListener("click", act);
    on("back", () => this.close());
    on("begin", () => this.#source.begin());
    on("orb", () => (QUIET.has(this.#root.dataset.state ?? "") ? this.#source.begin() : this.#source.interrupt()));
    on("transcribe", () => this.#transcribe(!this.#transcribes));
  }

  /** @param {boolean} on */
  #transcribe(on) {
    this.#transcribes = on;
    this.#root.dataset.transcript = String(on);
    part(this.#root, "transcribe").setAttribute("aria-pressed", String(on));
    const there = /** @type {HTMLAnchorElement} */ (part(this.#root, "there"));
    there.setAttribute("href", `/conversations/${this.#source.conversation()}/`);
    this.#following.transcribe(on);
  }

  /**
   * @param {Facts} facts
   * @param {boolean} isQuiet
   */
  #facts({ quality }, isQuiet) {
    part(this.#root, "clock").hidden = !this.#source.call.isOn;
    part(this.#root, "quality").hidden = isQuiet || !quality;
    this.#write({ "quality-word": quality ? QUALITY[quality] : "" });
    const begin = /** @type {HTMLButtonElement} */ (part(this.#root, "begin"));
    begin.hidden = !isQuiet;
    begin.disabled = !this.#source.thread.conversation;
  }

  /** @param {string} state */
  #orb(state) {
    const orb = /** @type {HTMLButtonElement} */ (part(this.#root, "orb"));
    const begins = QUIET.has(state);
    orb.disabled = state !== "speaking" && !(begins && this.#source.thread.conversation);
    orb.setAttribute("aria-label", begins ? "Begin to talk" : "Interrupt");
  }

  /** @param {Record<string, string>} words by the name of their place */
  #write(words) {
    for (const [name, text] of Object.entries(words)) {
      const place = part(this.#root, name);
      if (place.textContent !== text) place.textContent = text;
    }
  }
}

/** @param {Facts} facts */
function isStreaming({ phase, microphone, stopped, pushToTalk, holding, muted }) {
  return phase === "live" && microphone && !stopped && (pushToTalk ? holding : !muted);
}
