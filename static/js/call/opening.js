/** Opens one session: Parley's grant, the microphone and the WebRTC offer at the same time, then the provider; or by the server. */

import { uuid } from "../lib/ids.js";
import { ProviderSession } from "./provider-session.js";
import { endSession, requestSession } from "./sessions.js";
import { FELL_BACK } from "./transports/choosing.js";
import { fetchSocketTransport } from "./transports/fetching.js";
import { exchangeFor } from "./transports/offers.js";
import { WebRtcTransport } from "./transports/webrtc.js";

/** @typedef {import("./sessions.js").Grant} Grant */
/** @typedef {import("./transports/choosing.js").Way} Way */
/** @typedef {import("./provider-session.js").Transport} Transport */
/** @typedef {import("../audio/microphone.js").Microphone} Microphone */
/**
 * @typedef {object} Opening
 * @property {import("../tab/socket.js").TabSocket} socket
 * @property {import("./outbox.js").Outbox} outbox
 * @property {import("./saving.js").Saving} saving
 * @property {string} device
 * @property {string} conversation
 * @property {boolean} microphone
 * @property {boolean} takeOver
 * @property {string} [moves] the session of the same call that this one follows
 * @property {boolean} [cutOff] what was said there may have had no answer
 * @property {import("./transports/choosing.js").Choosing} choosing
 * @property {AbortSignal} signal
 * @property {() => Promise<Microphone>} openMicrophone gives the same one to each session of a call
 * @property {() => boolean} isQuiet whether answers are only written just now
 * @property {(session: ProviderSession) => void} follow called before anything can be heard
 * @property {() => void} forget it did not come about, and its end is no news
 */

/**
 * @param {Opening} opening
 * @returns {Promise<ProviderSession>} with the replay in; the microphone is still off
 * @throws {import("../lib/problem.js").Problem}
 */
export async function openSession(opening) {
  const { choosing, signal } = opening;
  const way = choosing.way;
  try {
    return await openBy(way, opening);
  } catch (error) {
    if (signal.aborted || !choosing.fallsBack(way, error)) throw error;
    const session = await openBy("socket", opening);
    session.emit("note", FELL_BACK);
    return session;
  }
}

/**
 * @param {Way} way
 * @param {Opening} opening
 */
async function openBy(way, opening) {
  const { microphone, choosing } = opening;
  const peer = way === "webrtc" ? new WebRtcTransport({ microphone, isHasty: choosing.canFallBack }) : null;
  try {
    const transportTo = peer ? () => peer : await fetchSocketTransport();
    const [grant, sound] = await permitted(way, opening);
    const session = await connect(opening, { grant, microphone: sound, transport: transportTo(grant.socket ?? "") });
    choosing.works(way);
    return session;
  } catch (error) {
    peer?.close();
    throw error;
  }
}

/**
 * @param {Opening} opening
 * @param {{grant: Grant, microphone: Microphone | null, transport: Transport}} parts
 */
async function connect(opening, { grant, microphone, transport }) {
  const { socket, outbox, saving, conversation, signal } = opening;
  const session = new ProviderSession({ socket, outbox, saving, transport, grant, isQuiet: opening.isQuiet });
  opening.follow(session);
  session.emit("change", { pushToTalk: grant.push_to_talk ?? false });
  grant.notes?.forEach((text) => session.emit("note", text));
  if (grant.limits) session.emit("limits", grant.limits);
  try {
    await session.open({
      exchange: exchangeFor(grant), track: microphone?.track ?? null, isOn: Boolean(opening.moves), signal,
      replay: grant.replay, answerDue: grant.answer_due,
    });
    return session;
  } catch (error) {
    session.close();
    // Whoever hung up meanwhile has the session, and ends it.
    if (!signal.aborted) {
      opening.forget();
      await endSession(conversation, grant.session, "failed");
    }
    throw error;
  }
}

/**
 * @param {Way} transport
 * @param {Opening} opening
 * @returns {Promise<[Grant, Microphone | null]>}
 */
async function permitted(transport, { conversation, device, microphone, takeOver, moves, cutOff, signal, openMicrophone }) {
  const wish = { client_id: uuid(), device, microphone, take_over: takeOver, moves, cut_off: cutOff, transport };
  const [grant, sound] = await Promise.allSettled([
    requestSession(conversation, wish, signal), microphone ? openMicrophone() : null,
  ]);
  if (grant.status === "rejected") throw grant.reason;
  if (sound.status === "fulfilled" && !signal.aborted) return [grant.value, sound.value];
  await endSession(conversation, grant.value.session, "failed");
  throw sound.status === "rejected" ? sound.reason : signal.reason;
}
