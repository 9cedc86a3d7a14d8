/**
 * What this tab heard and Parley has not stored yet, over all its sessions.
 * Events: `change` (unsaved, unkeptSince), and `gap` (from, to): what was said then is not kept anywhere.
 */

import { Emitter } from "../lib/emitter.js";

const LATE_MS = 2_000;

/** @typedef {import("./event-relay.js").EventRelay} EventRelay */
/** @typedef {{unsaved: boolean, unkeptSince: number | null}} Facts */

export class Saving extends Emitter {
  /** @type {Set<EventRelay>} */ #relays = new Set();
  /** @type {Facts} */ #facts = { unsaved: false, unkeptSince: null };
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #late;

  /** @param {EventRelay} relay until it closes */
  watch(relay) {
    this.#relays.add(relay);
    relay.on("waiting", () => this.#look());
    relay.on("closed", () => {
      this.#relays.delete(relay);
      this.#look();
    });
  }

  #look() {
    clearTimeout(this.#late);
    const relays = [...this.#relays];
    const since = earliest(relays.map(({ waitingSince }) => waitingSince));
    const wait = since === null ? Infinity : since + LATE_MS - Date.now();
    this.#tell({ unsaved: wait <= 0, unkeptSince: earliest(relays.map(({ unkeptSince }) => unkeptSince)) });
    if (wait > 0 && wait < Infinity) this.#late = setTimeout(() => this.#look(), wait);
  }

  /** @param {Facts} facts */
  #tell(facts) {
    const { unsaved, unkeptSince: from } = this.#facts;
    if (facts.unsaved === unsaved && facts.unkeptSince === from) return;
    this.#facts = facts;
    this.emit("change", facts);
    if (from !== null && facts.unkeptSince === null) this.emit("gap", { from, to: Date.now() });
  }
}

/** @param {(number | null)[]} times */
function earliest(times) {
  const known = times.filter((time) => time !== null);
  return known.length ? Math.min(...known) : null;
}
