/** Has a call go over to a fresh session: at a quiet moment, or when there is no time left to wait for one. */

import { onWaking } from "../lib/waking.js";
import { isQuiet, renewal, Silence } from "./quiet.js";

const LOOK_EVERY_MS = 100;

/** Timers of more than that fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What the person asked for happens soon, even if somebody talks without a pause. */
const ASKED_WITHIN_MS = 20_000;

/** @typedef {'voice'|'expiring'|'lost'|'settings'} Reason */
/** @typedef {{reason: Reason, by: number}} Due */

export class Moving {
  #call;
  #line;
  #silence = new Silence();
  /** @type {Due | null} */ #due = null;
  #expiresAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #waiting;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #looking;

  /**
   * @param {import("./situation.js").Situation} call
   * @param {import("./line.js").Line} line
   */
  constructor(call, line) {
    this.#call = call;
    this.#line = line;
    line.on("expires", (at) => this.#expect(at));
    line.on("fresh", () => this.#forget());
    call.on("facts", () => call.isOn || this.#forget());
    onWaking(() => this.#wake(), new AbortController().signal);
  }

  /** @param {Reason} reason */
  want(reason) {
    if (this.#call.isOn) this.#look({ reason, by: Date.now() + ASKED_WITHIN_MS });
  }

  /** @param {number} at when the provider ends the session: milliseconds since 1970 */
  #expect(at) {
    if (at === this.#expiresAt || at <= Date.now()) return;
    this.#expiresAt = at;
    const { from, by } = renewal(Date.now(), at);
    clearTimeout(this.#waiting);
    const wait = Math.min(from - Date.now(), LONGEST_TIMER_MS);
    this.#waiting = setTimeout(() => this.#look({ reason: "expiring", by }), wait);
  }

  /** Timers stand still while a computer sleeps. */
  #wake() {
    if (!this.#expiresAt) return;
    const at = this.#expiresAt;
    this.#expiresAt = 0;
    this.#expect(at);
  }

  /** @param {Due} due one move serves all who want one, by the earliest time */
  #look(due) {
    const earlier = this.#due && this.#due.by < due.by ? this.#due.by : due.by;
    this.#due = { reason: this.#due?.reason ?? due.reason, by: earlier };
    this.#looking ??= setTimeout(() => this.#glance(), LOOK_EVERY_MS);
  }

  #glance() {
    this.#looking = undefined;
    const due = /** @type {Due} */ (this.#due);
    const { facts } = this.#call;
    const quiet = this.#silence.hears(isQuiet(facts) && this.#line.isIdle, Date.now());
    const late = Date.now() >= due.by && facts.phase === "live";
    if (!quiet && !late) return this.#look(due);
    this.#rest();
    void this.#line.move(due.reason, { cutOff: !quiet, listening: facts.listening });
  }

  /** There is a fresh session, or none at all. */
  #forget() {
    this.#rest();
    clearTimeout(this.#waiting);
    this.#expiresAt = 0;
  }

  #rest() {
    clearTimeout(this.#looking);
    this.#looking = undefined;
    this.#due = null;
    this.#silence = new Silence();
  }
}
