/** `node understood.js`: server events on stdin; the types that the stock SDK takes for unknown go to stdout. */

import { json } from "node:stream/consumers";
import { parseRealtimeEvent } from "../../../node_modules/@openai/agents-realtime/dist/openaiRealtimeEvents.mjs";

const events = await json(process.stdin);
const unknown = events.filter((event) => parseRealtimeEvent({ data: JSON.stringify(event) }).isGeneric);
process.stdout.write(JSON.stringify(unknown));
