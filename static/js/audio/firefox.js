/** What Firefox needs to be told apart for. */

/** @returns {boolean} */
export function isFirefox() {
  return "mozGetUserMedia" in navigator;
}

/**
 * Firefox (153) asks the sound server for it under a lock that the sound server's own call waits for: with PulseAudio the tab
 * stands still for good. There the way to the ear is taken for none.
 * @param {AudioContext} context
 * @returns {number} seconds from what is put out to what is heard
 */
export function outputLatencyOf(context) {
  return isFirefox() ? 0 : context.outputLatency || context.baseLatency || 0;
}
