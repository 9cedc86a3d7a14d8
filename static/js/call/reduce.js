/** Which provider events are relayed, and with which fields: docs/tab-socket.md as a table. */

/** @typedef {{type: string, [field: string]: any}} ProviderEvent */
/** @typedef {{[field: string]: Shape}} Fields */
/** @typedef {true | Fields | Fields[]} Shape true: as it is; an array: each element */

/** @type {Fields} */
const ITEM = {
  id: true, type: true, role: true, status: true, content: [{ type: true, text: true, transcript: true }],
  name: true, call_id: true, arguments: true, output: true,
};
/** @type {Fields} */
const SESSION = { session: { id: true, expires_at: true, model: true } };
/** @type {Fields} */
const RESPONSE = { response: { id: true, status: true, status_details: true, usage: true, output: [{ id: true }] } };
/** @type {Fields} */
const PART = { item_id: true, content_index: true };

/** @type {Record<string, Fields>} */
export const RELAYED = {
  "session.created": SESSION,
  "session.updated": SESSION,
  "input_audio_buffer.committed": { item_id: true, previous_item_id: true },
  "conversation.item.added": { previous_item_id: true, item: ITEM },
  "conversation.item.done": { previous_item_id: true, item: ITEM },
  "conversation.item.input_audio_transcription.completed": { ...PART, transcript: true, usage: true },
  "conversation.item.input_audio_transcription.failed": {
    ...PART, error: { code: true, message: true }, usage: true,
  },
  "conversation.item.truncated": { ...PART, audio_end_ms: true },
  "conversation.item.deleted": { item_id: true },
  "response.output_audio_transcript.done": { response_id: true, ...PART, transcript: true },
  "response.output_text.done": { response_id: true, ...PART, text: true },
  "response.created": RESPONSE,
  "response.done": RESPONSE,
  error: { error: { type: true, code: true, message: true, param: true } },
};

/**
 * @param {ProviderEvent} event
 * @returns {ProviderEvent | null} null when the browser keeps it to itself
 */
export function reduce(event) {
  const shape = Object.hasOwn(RELAYED, event.type) ? RELAYED[event.type] : null;
  return shape && { type: event.type, ...pick(event, shape) };
}

/**
 * @param {any} value
 * @param {Shape} shape
 * @returns {any}
 */
function pick(value, shape) {
  if (shape === true || value === null) return value;
  if (Array.isArray(shape)) return Array.isArray(value) ? value.map((each) => pick(each, shape[0])) : null;
  if (typeof value !== "object") return null;
  const named = Object.keys(shape).filter((field) => value[field] !== undefined);
  return Object.fromEntries(named.map((field) => [field, pick(value[field], shape[field])]));
}
