/** The moments in which a page that was cut off, or asleep, should look again at once. */

/**
 * A laptop that is opened, a phone that is unlocked, a network that is there again.
 * @param {() => void} act
 * @param {AbortSignal} signal
 */
export function onWaking(act, signal) {
  globalThis.addEventListener("online", act, { signal });
  globalThis.addEventListener("pageshow", act, { signal });
  document.addEventListener?.("visibilitychange", () => document.hidden || act(), { signal });
}
