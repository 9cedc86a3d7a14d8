/** Recordings that Parley has not written down yet, kept in IndexedDB by user, through a reload. */

import { answer, committed, database } from "../lib/database.js";

const STORE = "recordings";
const STRANGERS_KEPT_MS = 24 * 60 * 60 * 1000;

/** @typedef {{id: string, conversation: string, sound: Blob, ms: number}} Kept id: made with the recording */

export class Shelf {
  #user;
  /** @type {Promise<IDBDatabase>} */ #database;

  /** @param {string} user those of anybody else are never read here, only deleted when old */
  constructor(user) {
    this.#user = user;
    this.#database = database("parley.recordings", 1, (made) => {
      made.createObjectStore(STORE, { keyPath: ["user", "id"] });
    });
  }

  /** @param {Kept} kept */
  async put(kept) {
    await this.#change((store) => store.put({ ...kept, user: this.#user, at: Date.now() }));
  }

  /** @returns {Promise<Kept[]>} oldest first */
  async all() {
    const found = await answer((await this.#store("readonly")).getAll(this.#own()));
    return found.sort((one, other) => one.at - other.at);
  }

  /**
   * @param {string} id
   * @returns {Promise<boolean>} another tab may have sent it
   */
  async has(id) {
    return Boolean(await answer((await this.#store("readonly")).getKey([this.#user, id])));
  }

  /** @param {string} id */
  async drop(id) {
    await this.#change((store) => store.delete([this.#user, id]));
  }

  /** On logging out: whoever sits here next finds nothing. */
  async forget() {
    await this.#change((store) => store.delete(this.#own()));
  }

  /** Delete what other people left in this browser more than a day ago. */
  async forgetStrangers() {
    const found = await answer((await this.#store("readonly")).getAll());
    const old = found.filter(({ user, at }) => user !== this.#user && at < Date.now() - STRANGERS_KEPT_MS);
    await this.#change((store) => old.forEach(({ user, id }) => store.delete([user, id])));
  }

  #own() {
    return IDBKeyRange.bound([this.#user], [this.#user, []]);
  }

  /** @param {(store: IDBObjectStore) => void} act */
  async #change(act) {
    const store = await this.#store("readwrite");
    act(store);
    await committed(store.transaction);
  }

  /** @param {IDBTransactionMode} mode */
  async #store(mode) {
    return (await this.#database).transaction(STORE, mode).objectStore(STORE);
  }
}
