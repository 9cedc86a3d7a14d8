/** The menu beside the microphone: which one, which loudspeaker, and who ends a turn. */

import { blueprint, part } from "./parts.js";
import { place } from "./row-menu.js";

/** @typedef {import("../audio/devices.js").Kind} Kind */
/** @typedef {import("../call/device-choice.js").Offer} Offer */
/**
 * @typedef {object} Wishes
 * @property {(kind: Kind) => Promise<Offer>} offer
 * @property {(kind: Kind, id: string) => void} use
 * @property {(on: boolean) => void} pushToTalk
 * @property {() => boolean} isPushToTalk
 */

export class DeviceMenu {
  #menu;
  #opener;
  #wishes;

  /**
   * @param {HTMLElement} menu
   * @param {HTMLElement} opener
   * @param {Wishes} wishes
   */
  constructor(menu, opener, wishes) {
    this.#menu = menu;
    this.#opener = opener;
    this.#wishes = wishes;
    menu.addEventListener("toggle", (event) => /** @type {ToggleEvent} */ (event).newState === "open" && void this.#open());
    menu.addEventListener("change", ({ target }) => this.#chosen(/** @type {HTMLInputElement} */ (target)));
    globalThis.addEventListener("resize", () => this.#place());
  }

  /** Something was plugged in or out. */
  refresh() {
    if (this.#isOpen) void this.#draw();
  }

  get #isOpen() {
    return this.#menu.matches(":popover-open");
  }

  async #open() {
    /** @type {HTMLInputElement} */ (part(this.#menu, "push-to-talk")).checked = this.#wishes.isPushToTalk();
    this.#place();
    await this.#draw();
    if (this.#isOpen && !this.#menu.contains(document.activeElement)) this.#menu.querySelector("input")?.focus();
  }

  async #draw() {
    const { offer } = this.#wishes;
    const offers = await Promise.all([offer("audioinput"), offer("audiooutput")]);
    for (const one of offers) this.#list(one);
    this.#place();
  }

  #place() {
    if (this.#isOpen) place(this.#menu, this.#opener.getBoundingClientRect());
  }

  /** @param {Offer} offer */
  #list({ kind, chosen, devices, canChoose }) {
    const group = part(this.#menu, kind);
    const all = canChoose ? [{ id: "", label: "As the system says" }, ...devices] : [];
    part(group, "choices").replaceChildren(...all.map((device) => choice(kind, device, device.id === chosen)));
    if (kind === "audiooutput") part(group, "none").hidden = canChoose;
  }

  /** @param {HTMLInputElement} input */
  #chosen({ name, value, checked }) {
    if (name === "push-to-talk") this.#wishes.pushToTalk(checked);
    else this.#wishes.use(/** @type {Kind} */ (name), value);
  }
}

/**
 * @param {Kind} kind
 * @param {import("../audio/devices.js").Device} device
 * @param {boolean} checked
 */
function choice(kind, { id, label }, checked) {
  const item = blueprint("device");
  const input = /** @type {HTMLInputElement} */ (item.querySelector("input"));
  Object.assign(input, { name: kind, value: id, checked });
  part(item, "label").textContent = label || "Without a name";
  return item;
}
