/** What the line to the provider means for the call. */

import { problemOf } from "./faults.js";
import { sentenceOf } from "./moves.js";
import { QUIET } from "./situation.js";

/**
 * @typedef {object} Listener
 * @property {(error: unknown) => void} fail
 * @property {(stream: MediaStream) => void} play
 */

/**
 * @param {import("./line.js").Line} line
 * @param {import("./situation.js").Situation} call
 * @param {Listener} listener
 */
export function hearLine(line, call, { fail, play }) {
  line.on("event", (event) => call.emit("event", event));
  line.on("change", (change) => call.change(change));
  line.on("partial", (partial) => call.emit("partial", { conversation: call.conversation, ...partial }));
  line.on("problem", (problem) => call.emit("problem", problemOf(problem)));
  line.on("note", (text) => call.emit("note", text));
  line.on("limits", (limits) => call.emit("limits", limits));
  line.on("track", play);
  line.on("reconnecting", () => call.change({ ...QUIET, phase: "reconnecting" }));
  line.on("live", () => call.change({ phase: "live" }));
  line.on("moving", () => call.change(QUIET));
  line.on("moved", (move) => call.emit("moved", sentenceOf(move)));
  line.on("failed", fail);
}
