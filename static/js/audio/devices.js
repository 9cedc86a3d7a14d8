/** Microphones and loudspeakers of this browser: which there are, and which were chosen. Event: `change`, one came or went. */

import { Emitter } from "../lib/emitter.js";

const KEY = "parley.devices";

/** Chromium's names for what the system has chosen; for us that is "". */
const SYSTEM = new Set(["default", "communications", ""]);

/** @typedef {'audioinput' | 'audiooutput'} Kind */
/** @typedef {{id: string, label: string}} Device */

export class Devices extends Emitter {
  /** @type {Partial<Record<Kind, string>>} */ #chosen = JSON.parse(localStorage.getItem(KEY) ?? "{}");

  constructor() {
    super();
    navigator.mediaDevices?.addEventListener("devicechange", () => this.emit("change")); // none without https
  }

  /** @returns {boolean} whether this browser lets a page choose where it plays */
  get canChooseSpeaker() {
    return "setSinkId" in HTMLMediaElement.prototype;
  }

  /**
   * @param {Kind} kind
   * @returns {string} "" for the system's own
   */
  chosen(kind) {
    return this.#chosen[kind] ?? "";
  }

  /**
   * @param {Kind} kind
   * @param {string} id
   */
  choose(kind, id) {
    this.#chosen[kind] = id;
    localStorage.setItem(KEY, JSON.stringify(this.#chosen));
  }

  /**
   * @param {Kind} kind
   * @returns {Promise<Device[]>} without the system's own; without names until the person has allowed a microphone
   */
  async list(kind) {
    const all = await navigator.mediaDevices.enumerateDevices();
    const own = all.filter((device) => device.kind === kind && !SYSTEM.has(device.deviceId));
    return own.map(({ deviceId, label }) => ({ id: deviceId, label }));
  }

  /**
   * @param {Kind} kind
   * @returns {Promise<string>} what was chosen, if it is there; else ""
   */
  async present(kind) {
    const chosen = this.chosen(kind);
    return chosen && (await this.list(kind)).some(({ id }) => id === chosen) ? chosen : "";
  }
}
