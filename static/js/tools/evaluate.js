/** `evaluate_code`: JavaScript, run in a sandbox (`chat/views/sandbox.py` serves it) that is made for it and thrown away. */

import { Fitting } from "./fitted.js";

const SANDBOX = "/sandbox/";
/** It ends the code itself after 2 s; on a busy machine it takes its time to be there. The server waits for 10 s. */
const GIVEN_UP_AFTER_MS = 8_000;
const SAID = {
  value: "The result is",
  error: "The code ended with an error",
  time: "The code was stopped, for it took more than 2 seconds",
  flood: "The code was stopped, for it said too much",
};
const WROTE = "The code wrote";
const NOTHING = "undefined";
const SHORT_CHARS = 200;
const NOT_RUN = "The code could not be run on this page.";

/** @typedef {{success: boolean, message: string, result?: {[name: string]: any}}} Answer */

/**
 * @param {{code?: unknown}} task
 * @returns {Promise<Answer>}
 */
export async function evaluate({ code }) {
  const frame = sandbox();
  const { port1, port2 } = new MessageChannel();
  const outcome = answered(port1);
  frame.addEventListener("load", () => frame.contentWindow?.postMessage(`${code}`, "*", [port2]), { once: true });
  document.body.append(frame);
  try {
    return read(await outcome);
  } finally {
    port1.close();
    frame.remove();
  }
}

function sandbox() {
  const frame = document.createElement("iframe");
  frame.sandbox.add("allow-scripts");
  frame.src = SANDBOX;
  frame.title = "Sandbox";
  frame.hidden = true;
  return frame;
}

/**
 * @param {MessagePort} port
 * @returns {Promise<unknown>} the first that it says, or null when that takes too long
 */
function answered(port) {
  return new Promise((resolve) => {
    const limit = setTimeout(() => resolve(null), GIVEN_UP_AFTER_MS);
    port.onmessage = ({ data }) => {
      clearTimeout(limit);
      resolve(data);
    };
  });
}

/**
 * @param {any} outcome whatever the sandbox said
 * @returns {Answer}
 */
function read(outcome) {
  const end = /** @type {keyof SAID} */ (outcome?.end);
  if (!Object.hasOwn(SAID, end)) return { success: false, message: NOT_RUN };
  const lines = Array.isArray(outcome.lines) ? outcome.lines.map(textOf) : [];
  const [text, fitting] = [textOf(outcome.text), new Fitting()];
  const said = end === "value" || end === "error" ? { [end]: fitting.take(text) } : {};
  const result = { ...said, ...(lines.length && { console: fitting.takeAll(lines) }), ...(fitting.isCut && { cut: true }) };
  return { success: true, message: sentence(end, text, lines), result };
}

/**
 * @param {keyof SAID} end
 * @param {string} text
 * @param {string[]} lines
 */
function sentence(end, text, lines) {
  const [began, said] = end === "value" && text === NOTHING && lines.length ? [WROTE, lines.join(" ")] : [SAID[end], text];
  if (said.length > SHORT_CHARS) return `${began} too long a text to say.`;
  return said ? `${began}: ${said}` : `${began}.`;
}

/** @param {unknown} text */
function textOf(text) {
  return typeof text === "string" ? text : "";
}
