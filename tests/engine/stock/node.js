/** `node node.js`: one scenario over a WebSocket. The job comes on stdin, the report goes to stdout. */

import * as sdk from "@openai/agents-realtime";
import { json } from "node:stream/consumers";
import { Caller } from "./caller.js";
import { MANUAL, SCENARIOS } from "./scenarios.js";

const CHUNK_BYTES = 9_600;
const job = await json(process.stdin);
const transport = new sdk.OpenAIRealtimeWebSocket({ url: job.url });
const caller = new Caller(sdk, { transport, say, config: job.scenario === "manual" ? MANUAL : {} });

await caller.session.connect({ apiKey: job.key });
await SCENARIOS[job.scenario](caller, { plays: false, words: (name) => Buffer.from(job.speech[name], "base64") });
process.stdout.write(JSON.stringify(caller.report()), () => process.exit(0));

async function say(pcm) {
  for (let at = 0; at < pcm.length; at += CHUNK_BYTES) {
    caller.session.sendAudio(new Uint8Array(pcm.subarray(at, at + CHUNK_BYTES)).buffer);
  }
}
