/** The reference: a relay on Node and `ws` that parses each event of the provider. `node reference.mjs PROVIDER`; prints its port. */

import { WebSocket, WebSocketServer } from "ws";

const provider = process.argv[2];
const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
server.on("listening", () => console.log(server.address().port));
server.on("connection", carry);

/** @param {WebSocket} browser */
function carry(browser) {
  const line = new WebSocket(`${provider}/realtime?model=reference`, { perMessageDeflate: false });
  line.on("open", () => line.send(JSON.stringify({ type: "session.update", session: { type: "realtime" } })));
  line.on("message", (data) => hear(JSON.parse(data.toString()), browser));
  line.on("close", () => browser.close());
  browser.on("close", () => line.close());
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
  else browser.send(JSON.stringify(event));
  if (event.type === "session.updated") browser.send('{"type":"parley.ready"}');
}
