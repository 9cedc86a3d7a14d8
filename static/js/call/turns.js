/** Who has the turn: provider events to facts of the call, as a table. */

/** @typedef {import("./reduce.js").ProviderEvent} ProviderEvent */
/** @typedef {Partial<import("./states.js").Facts>} Change */

/** @type {Record<string, (event: ProviderEvent) => Change>} */
const TURNS = {
  "input_audio_buffer.speech_started": () => ({ listening: true, thinking: false }),
  "input_audio_buffer.speech_stopped": () => ({ listening: false, thinking: true }),
  "input_audio_buffer.committed": () => ({ listening: false, thinking: true }),
  "conversation.item.added": ({ item }) => itemAdded(item),
  "response.created": () => ({ thinking: true, tool: null }),
  "response.output_text.delta": () => ({ thinking: false }),
  "output_audio_buffer.started": () => ({ thinking: false, speaking: true }),
  "output_audio_buffer.stopped": () => ({ speaking: false }),
  "output_audio_buffer.cleared": () => ({ speaking: false }),
  "response.done": () => ({ thinking: false }),
};

/**
 * @param {ProviderEvent} event
 * @returns {Change} what it changes; empty for most events
 */
export function turn(event) {
  return Object.hasOwn(TURNS, event.type) ? TURNS[event.type](event) : {};
}

/**
 * @param {{type: string, name?: string}} item
 * @returns {Change}
 */
function itemAdded(item) {
  if (item.type === "function_call") return { tool: item.name ?? "tool", thinking: false };
  return item.type === "function_call_output" ? { tool: null, thinking: true } : {};
}
