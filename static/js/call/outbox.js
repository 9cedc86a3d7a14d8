/** Numbered events that Parley has not acknowledged yet, kept in IndexedDB by user and session. */

import { answer, committed, database } from "../lib/database.js";

const DATABASE = "parley";
const VERSION = 1;
const STORE = "outbox";
const STRANGERS_KEPT_MS = 24 * 60 * 60 * 1000;

/** @typedef {{n: number, event: import("./reduce.js").ProviderEvent}} Numbered */
/** @typedef {Numbered & {user: string, session: string, at: number}} Entry */

export class Outbox {
  #user;
  /** @type {Promise<IDBDatabase>} */ #database;

  /** @param {string} user entries of anybody else are never read here, only deleted when old */
  constructor(user) {
    this.#user = user;
    this.#database = open();
  }

  /**
   * @param {string} session
   * @param {Numbered[]} events
   */
  async put(session, events) {
    const at = Date.now();
    const store = await this.#store("readwrite");
    for (const { n, event } of events) store.put({ user: this.#user, session, n, event, at });
    await committed(store.transaction);
  }

  /** @returns {Promise<string[]>} this user's sessions that have something left */
  async sessions() {
    const store = await this.#store("readonly");
    const keys = await answer(store.getAllKeys(within([this.#user])));
    return [...new Set(keys.map((key) => /** @type {string[]} */ (key)[1]))];
  }

  /**
   * @param {string} session
   * @returns {Promise<Numbered[]>} in order
   */
  async read(session) {
    const store = await this.#store("readonly");
    const entries = /** @type {Entry[]} */ (await answer(store.getAll(within([this.#user, session]))));
    return entries.map(({ n, event }) => ({ n, event }));
  }

  /**
   * @param {string} session
   * @param {number} [through] the last number to drop; all when left out
   */
  async drop(session, through = Infinity) {
    const store = await this.#store("readwrite");
    store.delete(IDBKeyRange.bound([this.#user, session], [this.#user, session, through]));
    await committed(store.transaction);
  }

  /** Delete what other people left in this browser more than a day ago. */
  async forgetStrangers() {
    const store = await this.#store("readwrite");
    const old = IDBKeyRange.upperBound(Date.now() - STRANGERS_KEPT_MS);
    const keys = await answer(store.index("at").getAllKeys(old));
    for (const key of keys) if (/** @type {string[]} */ (key)[0] !== this.#user) store.delete(key);
    await committed(store.transaction);
  }

  /** @param {IDBTransactionMode} mode */
  async #store(mode) {
    return (await this.#database).transaction(STORE, mode).objectStore(STORE);
  }
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  return database(DATABASE, VERSION, (made) => {
    made.createObjectStore(STORE, { keyPath: ["user", "session", "n"] }).createIndex("at", "at");
  });
}

/** @param {string[]} prefix */
function within(prefix) {
  // In IndexedDB's order every array comes after every number and text, so this is "starts with prefix".
  return IDBKeyRange.bound(prefix, [...prefix, []]);
}
