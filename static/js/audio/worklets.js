/** The AudioWorklets in the page's one sound context: loaded when a call first needs them. */

import { awake, unlocked } from "./context.js";

/** @type {Promise<void> | null} */ let loading = null;

/**
 * @returns {Promise<AudioContext>} in which nodes of them can be made; it may be asleep until the next tap
 */
export async function withWorklets() {
  const context = unlocked();
  void awake(() => {});
  loading ??= context.audioWorklet.addModule(document.body.dataset.worklets ?? "").catch((error) => {
    loading = null; // the network may be there the next time
    throw error;
  });
  await loading;
  return context;
}
