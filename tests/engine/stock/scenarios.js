/** The scenarios of protocol.md section 4; over a WebSocket and over WebRTC they are the same. */

const DONE = "response.done";
const STARTED = "input_audio_buffer.speech_started";
export const MANUAL = { audio: { input: { turnDetection: null } } };

/** @type {Record<string, (caller: import("./caller.js").Caller, carrier: Carrier) => Promise<void>>} */
export const SCENARIOS = { typed, spoken, tool, interrupt, hush, manual };

/** @typedef {{plays: boolean, words: (name: string) => any}} Carrier `plays`: the server owns the output buffer */

async function typed(caller, carrier) {
  caller.session.sendMessage("Hello, my name is Ada.");
  await heard(caller, carrier);
}

async function spoken(caller, carrier) {
  await caller.say(carrier.words("what can you do"));
  await caller.until("conversation.item.retrieved");
  await heard(caller, carrier);
}

/** The SDK runs the tool, sends its output and asks for the answer by itself. */
async function tool(caller, carrier) {
  caller.session.sendMessage("What time is it in Tokyo?");
  await heard(caller, carrier, 2);
}

/** By voice, while the first answer is heard. */
async function interrupt(caller, carrier) {
  caller.session.sendMessage("Tell me a story.");
  await caller.until(carrier.plays ? "output_audio_buffer.started" : "response.output_audio.delta");
  await caller.say(carrier.words("stop"));
  await caller.until(STARTED);
  await caller.until("conversation.item.truncated");
  await heard(caller, carrier, 2);
}

/** By a button, while the first answer is heard. */
async function hush(caller, carrier) {
  caller.session.sendMessage("Tell me a story.");
  await caller.until(carrier.plays ? "output_audio_buffer.started" : "response.output_audio.delta");
  caller.session.interrupt();
  await caller.until("conversation.item.truncated");
  await caller.until(DONE);
}

/** Push to talk. */
async function manual(caller, carrier) {
  caller.send("input_audio_buffer.clear");
  await caller.until("input_audio_buffer.cleared");
  await caller.say(carrier.words("what can you do"));
  caller.send("input_audio_buffer.commit");
  caller.send("response.create");
  await heard(caller, carrier);
}

/** So many answers are over, and over WebRTC the last of their sound is out. */
async function heard(caller, carrier, answers = 1) {
  await caller.until("rate_limits.updated", answers);
  if (!carrier.plays) return;
  const sounding = () => caller.count("output_audio_buffer.started");
  const silenced = () => caller.count("output_audio_buffer.stopped") + caller.count("output_audio_buffer.cleared");
  await caller.until("output_audio_buffer.started", 1);
  while (sounding() > silenced()) await caller.until("output_audio_buffer.stopped", caller.count("output_audio_buffer.stopped") + 1);
}
