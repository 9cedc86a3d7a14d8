/**
 * The reference: a relay on Node and `ws`. `node reference.mjs PROVIDER WHAT`; prints its port. WHAT comes from the browser:
 * `events`, and each one is parsed on either way; or `sound` in binary frames, and only the provider's events are parsed.
 */

import { WebSocket, WebSocketServer } from "ws";

const [provider, what] = process.argv.slice(2);
const carries = what === "events" ? carryEvents : carrySound;
const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
server.on("listening", () => console.log(server.address().port));
server.on("connection", connect);

/** @param {WebSocket} browser */
function connect(browser) {
  const line = new WebSocket(`${provider}/realtime?model=reference`, { perMessageDeflate: false });
  line.on("open", () => line.send(JSON.stringify({ type: "session.update", session: { type: "realtime" } })));
  line.on("close", () => browser.close());
  browser.on("close", () => line.close());
  carries(browser, line);
}

/**
 * @param {WebSocket} browser
 * @param {WebSocket} line
 */
function carryEvents(browser, line) {
  line.on("message", (data) => tell(JSON.parse(data.toString()), browser));
  browser.on("message", (data) => line.send(JSON.stringify(JSON.parse(data.toString()))));
}

/**
 * @param {WebSocket} browser
 * @param {WebSocket} line
 */
function carrySound(browser, line) {
  line.on("message", (data) => hear(JSON.parse(data.toString()), browser));
  browser.on("message", (data, isBinary) => {
    if (isBinary) line.send(JSON.stringify({ type: "input_audio_buffer.append", audio: data.toString("base64") }));
  });
}

/**
 * @param {any} event
 * @param {WebSocket} browser
 */
function hear(event, browser) {
  if (event.type === "response.output_audio.delta") browser.send(Buffer.from(event.delta, "base64"));
  else tell(event, browser);
}

/**
 * @param {any} event
 * @param {WebSocket} browser
 */
function tell(event, browser) {
  browser.send(JSON.stringify(event));
  if (event.type === "session.updated") browser.send('{"type":"parley.ready"}');
}
