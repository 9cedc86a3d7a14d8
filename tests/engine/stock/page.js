/** One scenario over WebRTC in a real browser: `play(job)` resolves with the report. */

import * as sdk from "./bundle/openai-realtime-agents.mjs";
import { Caller } from "./caller.js";
import { MANUAL, SCENARIOS } from "./scenarios.js";

const PCM_HZ = 24_000;
const LONGEST_S = 30;
const TAIL_S = 0.4; // what was said last is still on its way

const sound = new AudioContext();
const microphone = sound.createMediaStreamDestination();
const hum = sound.createConstantSource(); // frames flow in silence, too
hum.offset.value = 0;
hum.connect(microphone);
hum.start();

globalThis.play = async (job) => {
  const audioElement = new Audio();
  const options = { baseUrl: job.url, mediaStream: microphone.stream, audioElement };
  const transport = new sdk.OpenAIRealtimeWebRTC(options);
  const caller = new Caller(sdk, { transport, say, config: job.scenario === "manual" ? MANUAL : {} });
  await caller.session.connect({ apiKey: job.key });
  const scenario = SCENARIOS[job.scenario](caller, { plays: true, words: (name) => decoded(job.speech[name]) });
  await Promise.race([scenario, lost(caller)]);
  const report = caller.report();
  caller.session.close();
  return report;
};

/** Says what was seen last: nobody else would ever know. */
async function lost(caller) {
  await new Promise((resolve) => setTimeout(resolve, LONGEST_S * 1_000));
  throw new Error(`no end after ${caller.events.map((event) => event.type).join(" ")}; ${caller.errors.join(" ")}`);
}

function say(buffer) {
  return new Promise((resolve) => {
    const voice = sound.createBufferSource();
    voice.buffer = buffer;
    voice.connect(microphone);
    voice.onended = resolve;
    voice.start();
  });
}

/** PCM16 as a buffer with silence behind it. */
function decoded(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const samples = new Int16Array(bytes.buffer);
  const buffer = sound.createBuffer(1, samples.length + TAIL_S * PCM_HZ, PCM_HZ);
  const channel = buffer.getChannelData(0);
  samples.forEach((sample, at) => (channel[at] = sample / 32_768));
  return buffer;
}
