/** What of a page the call plane touches: cookie, storages, locks, and an audio element. */

import { IDBFactory, IDBKeyRange } from "fake-indexeddb";

import { FakeSpeaker } from "./speaker.js";

/**
 * @param {object} target
 * @param {string} name
 * @param {unknown} value
 */
export function define(target, name, value) {
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}

/** Grants one holder a name; the test's tabs share it. */
export class FakeLocks {
  /** @type {Map<string, Promise<void>>} */ #held = new Map();

  /**
   * @param {string} name
   * @param {{ifAvailable?: boolean}} options
   * @param {(lock: object | null) => Promise<void>} task
   */
  async request(name, { ifAvailable }, task) {
    if (ifAvailable && this.#held.has(name)) return task(null);
    while (this.#held.has(name)) await this.#held.get(name);
    const done = task({ name });
    this.#held.set(name, done);
    await done;
    if (this.#held.get(name) === done) this.#held.delete(name);
  }
}

class FakeStorage {
  /** @type {Map<string, string>} */ #values = new Map();

  /** @param {string} key */
  getItem(key) {
    return this.#values.get(key) ?? null;
  }

  /** @param {string} key @param {string} value */
  setItem(key, value) {
    this.#values.set(key, value);
  }

  /** @param {string} key */
  removeItem(key) {
    this.#values.delete(key);
  }
}

/** @returns {{leave: () => void, fire: (type: string) => void}} leave: the page goes, and its locks with it */
export function installPage() {
  const window = new EventTarget();
  const audio = () => new FakeSpeaker();
  define(globalThis, "navigator", { locks: new FakeLocks() });
  define(globalThis, "document", {
    cookie: "csrftoken=c5rf", querySelector: () => null, createElement: audio, body: { dataset: { user: "alice" } },
  });
  define(globalThis, "sessionStorage", new FakeStorage());
  define(globalThis, "localStorage", new FakeStorage());
  define(globalThis, "indexedDB", new IDBFactory());
  define(globalThis, "IDBKeyRange", IDBKeyRange);
  define(globalThis, "addEventListener", window.addEventListener.bind(window));
  const leave = () => {
    window.dispatchEvent(new Event("pagehide"));
    define(navigator, "locks", new FakeLocks());
  };
  return { leave, fire: (type) => void window.dispatchEvent(new Event(type)) };
}
