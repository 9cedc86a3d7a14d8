/**
 * Both ends of a relay, by one clock: a scripted provider, and browsers that call through the relay.
 * Each piece of sound says its number and when it was sent, and the rest of it is known: what is lost,
 * doubled, out of order or altered is counted. Told by lines of JSON on stdin, answers by lines of JSON.
 */

import { createInterface } from "node:readline";
import { WebSocket, WebSocketServer } from "ws";

const FRAME = 1920, EVERY_MS = 40, PLAYED_EVERY = 6, HEAD = 16, BYTES_A_MS = 48;
const REST = Buffer.alloc(FRAME - HEAD, Buffer.from("what was said is what is heard. "));
const now = () => Number(process.hrtime.bigint() / 1000n) / 1000;
const say = (/** @type {unknown} */ line) => console.log(JSON.stringify(line));

/** What came of the sound that goes one way. */
class Way {
  /** @param {Counts} counts */
  constructor(counts) {
    this.counts = counts;
    this.sent = 0;
    this.heard = 0;
  }

  next() {
    const pcm = Buffer.concat([Buffer.alloc(HEAD), REST]);
    pcm.writeUInt32LE(this.sent++, 0);
    pcm.writeDoubleLE(now(), 8);
    return pcm;
  }

  /** @param {Buffer} pcm */
  hear(pcm) {
    this.counts.frames++;
    const isRight = pcm.length === FRAME && pcm.readUInt32LE(0) === this.heard && pcm.subarray(HEAD).equals(REST);
    if (!isRight) this.counts.wrong++;
    this.heard++;
    if (this.counts.isMeasured) this.counts.delays.push(now() - pcm.readDoubleLE(8));
  }
}

class Counts {
  frames = 0;
  wrong = 0;
  ended = 0;
  isMeasured = false;
  /** @type {number[]} */
  delays = [];
}

let counts = new Counts();
/** @type {Set<() => void>} */
const beats = new Set();
let turn = 0;

/** All ends beat apart from each other, as people do. */
function tick() {
  const all = [...beats];
  const share = Math.ceil(all.length / EVERY_MS);
  for (const beat of all.slice(turn * share, (turn + 1) * share)) beat();
  turn = (turn + 1) % EVERY_MS;
}

/** @type {NodeJS.Timeout | undefined} */
let beating;

function beatOn() {
  const since = now();
  let done = 0;
  beating ??= setInterval(() => {
    for (; done < now() - since; done++) tick();
  }, 1);
}

/** Nobody says anything until `beatOn`; the calls go on. */
function rest() {
  clearInterval(beating);
  beating = undefined;
}

const APPEND = '{"type":"input_audio_buffer.append"', DELTA = '{"type":"response.output_audio.delta"';

/** @param {Buffer} pcm */
function append(pcm) {
  return `${APPEND},"audio":"${pcm.toString("base64")}"}`;
}

/**
 * @param {string} text
 * @param {string} begin of an event with sound, which comes last in it
 * @param {string} name before the sound
 * @returns {Buffer | null}
 */
function within(text, begin, name) {
  return text.startsWith(begin) ? Buffer.from(text.slice(text.indexOf(name) + name.length, -2), "base64") : null;
}

/** @param {WebSocket} line */
function provide(line) {
  const mine = counts, out = new Way(mine), back = new Way(mine);
  const beat = () => line.send(`${DELTA},"event_id":"event_${out.sent}","response_id":"resp_1",`
    + `"item_id":"item_1","output_index":0,"content_index":0,"delta":"${out.next().toString("base64")}"}`);
  line.send(JSON.stringify({ type: "session.created", session: { id: "sess_1", type: "realtime" } }));
  line.on("message", (data) => {
    const text = data.toString(), pcm = within(text, APPEND, '"audio":"');
    if (pcm) back.hear(pcm);
    else obey(JSON.parse(text), line, beat);
  });
  line.on("close", () => beats.delete(beat));
}

/**
 * @param {any} event
 * @param {WebSocket} line
 * @param {() => void} beat
 */
function obey(event, line, beat) {
  if (event.type !== "session.update") return;
  line.send(JSON.stringify({ type: "session.updated", session: event.session }));
  setTimeout(() => beats.add(beat), 500);
}

/** What a browser says and hears: sound in binary frames, or events that hold it. */
const MANNERS = {
  sound: { wrapped: (/** @type {Buffer} */ pcm) => pcm, unwrapped: (/** @type {Buffer} */ data, /** @type {boolean} */ isBinary) => isBinary ? data : null },
  events: { wrapped: append, unwrapped: (/** @type {Buffer} */ data) => within(data.toString(), DELTA, '"delta":"') },
};

/**
 * @param {string} url
 * @param {Record<string, string>} headers
 * @param {keyof MANNERS} manner
 * @returns {Promise<WebSocket>} when it may speak
 */
function call(url, headers, manner) {
  const mine = counts, out = new Way(mine), back = new Way(mine);
  const { wrapped, unwrapped } = MANNERS[manner];
  const socket = new WebSocket(url, { headers, perMessageDeflate: false });
  const beat = () => socket.send(wrapped(out.next()));
  socket.on("close", (code) => { beats.delete(beat); mine.ended++; if (code > 1005) console.error("closed with", code); });
  return new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("message", (data, isBinary) => {
      const pcm = unwrapped(/** @type {Buffer} */ (data), isBinary);
      if (pcm) {
        back.hear(pcm);
        if (manner === "sound" && back.heard % PLAYED_EVERY === 0) socket.send(`{"type":"parley.played","item_id":"item_1","ms":${back.heard * FRAME / BYTES_A_MS}}`);
      } else if (data.toString().includes('"parley.ready"')) { beats.add(beat); resolve(socket); }
      else if (data.toString().startsWith('{"type":"error"')) reject(new Error(data.toString()));
    });
  });
}

/** @param {number[]} found sorted */
const at = (found, share) => found[Math.min(found.length - 1, Math.floor(found.length * share))] ?? 0;

/** @type {WebSocket[]} */
let sockets = [];

const WORDS = {
  async call({ calls, manner = "sound" }) {
    counts = new Counts();
    sockets = [];
    for (const { url, headers } of calls) sockets.push(await call(url, headers, manner));
    say({ calls: sockets.length });
  },
  rest() {
    rest();
    say({});
  },
  speak() {
    beatOn();
    say({});
  },
  measure() {
    counts.isMeasured = true;
    say({});
  },
  result() {
    counts.isMeasured = false;
    const found = counts.delays.sort((a, b) => a - b);
    const { frames, wrong, ended } = counts;
    say({ frames, wrong, ended, p50: at(found, 0.5), p95: at(found, 0.95), worst: at(found, 1) });
  },
  async end() {
    for (const socket of sockets) socket.close();
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.readyState === WebSocket.CLOSED ? resolve(0) : socket.on("close", resolve))));
    say({});
  },
};

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
server.on("connection", provide);
server.on("listening", () => say({ port: server.address().port }));
beatOn();
createInterface({ input: process.stdin }).on("line", (line) => {
  const { word, ...rest } = JSON.parse(line);
  WORDS[word](rest);
}).on("close", () => process.exit());
