/** What a call needs of this browser, this network and the server: each tried, each with one plain sentence. */

import { Microphone } from "./audio/microphone.js";
import { postJson } from "./lib/http.js";
import { Problem } from "./lib/problem.js";

const WITHIN_MS = 10_000;
const ASK_AGAIN_MS = 2_500; // the server asks its provider once in two seconds for one person

/** @type {Record<string, [code: string, message: string, retry: boolean]>} */
const PROBLEMS = {
  insecure: ["insecure", "This address is not https, so the browser gives no microphone. Ask your administrator.", false],
  network: ["no_network", "No way out for sound was found. A VPN or a firewall may block WebRTC (UDP).", true],
  socket: ["no_socket", "The live connection does not open. A proxy may block WebSockets.", true],
};

/** @typedef {() => Promise<string>} Attempt gives what was found; throws a Problem */

/** @type {Record<string, Attempt>} in the order in which they are tried */
export const ATTEMPTS = { secure, microphone, network, socket, provider };

/**
 * @param {(name: string, outcome: "trying" | "good" | "bad", words: string) => void} tell
 * @param {Record<string, Attempt>} [attempts]
 */
export async function check(tell, attempts = ATTEMPTS) {
  for (const [name, attempt] of Object.entries(attempts)) {
    tell(name, "trying", "Trying…");
    try {
      tell(name, "good", await attempt());
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      tell(name, "bad", error.message);
    }
  }
}

async function secure() {
  if (!globalThis.isSecureContext) throw new Problem(...PROBLEMS.insecure);
  return "The browser trusts this address.";
}

async function microphone() {
  const found = await Microphone.open();
  const { label } = found.track;
  found.release();
  return `Found: ${label || "a microphone"}.`;
}

async function network() {
  const peer = new RTCPeerConnection();
  const found = new Promise((resolve) => {
    peer.onicecandidate = ({ candidate }) => candidate && resolve(true);
  });
  try {
    peer.createDataChannel("check");
    await peer.setLocalDescription(await peer.createOffer());
    await inTime(found, PROBLEMS.network);
  } finally {
    peer.close();
  }
  return "Sound has a way out.";
}

async function socket() {
  const began = performance.now();
  const tried = new WebSocket(location.origin.replace("http", "ws") + "/ws/?protocol=" + document.body.dataset.protocol);
  const greeted = new Promise((resolve, reject) => {
    tried.onmessage = resolve;
    tried.onclose = () => reject(new Problem(...PROBLEMS.socket));
  });
  await inTime(greeted, PROBLEMS.socket).finally(() => tried.close());
  return `Open in ${Math.round(performance.now() - began)} ms.`;
}

async function provider() {
  const { ms } = await askProvider().catch(askAgain);
  return `It answers in ${ms} ms.`;
}

function askProvider() {
  return postJson("/check/provider/", {});
}

/** @param {unknown} error Too early says nothing of the provider: somebody has just checked, here or in another tab. */
async function askAgain(error) {
  if (!(error instanceof Problem) || error.code !== "too_fast") throw error;
  await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
  return askProvider();
}

/**
 * @param {Promise<unknown>} promise
 * @param {[string, string, boolean]} problem what it means when it takes too long
 */
async function inTime(promise, problem) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let limit;
  const late = new Promise((_, reject) => (limit = setTimeout(() => reject(new Problem(...problem)), WITHIN_MS)));
  await Promise.race([promise, late]).finally(() => clearTimeout(limit));
}
