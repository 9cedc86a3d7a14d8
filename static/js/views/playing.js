/** Recordings in the thread: one is heard at a time, by its own button. */

import { pressed } from "./navigation.js";
import { part } from "./parts.js";

const STOP = "Stop the recording";

/** @param {{begins: () => void, failed: () => void}} wishes begins: what else is heard falls silent */
export function hearRecordings({ begins, failed }) {
  const element = new Audio();
  /** @type {string} its address */ let playing = "";
  const stop = () => {
    element.pause();
    show(playing, null);
    playing = "";
  };
  element.addEventListener("timeupdate", () => playing && show(playing, element.currentTime));
  element.addEventListener("ended", stop);
  element.addEventListener("error", () => playing && (stop(), failed()));
  pressed("[data-play]", "click", ({ dataset }) => {
    const address = dataset.play ?? "";
    const isStop = address === playing;
    stop();
    if (isStop) return;
    begins();
    element.src = playing = address;
    show(address, 0);
    element.play().catch((error) => error.name === "AbortError" || failed());
  });
  return stop;
}

/**
 * @param {string} address
 * @param {number | null} seconds heard so far; null: none is heard
 */
function show(address, seconds) {
  const button = /** @type {HTMLElement | null} */ (document.querySelector(`[data-play="${CSS.escape(address)}"]`));
  if (!address || !button) return;
  const soFar = /** @type {HTMLProgressElement} */ (part(button, "so-far"));
  button.setAttribute("aria-pressed", String(seconds !== null));
  button.setAttribute("aria-label", seconds === null ? "Play the recording" : STOP);
  soFar.hidden = seconds === null;
  soFar.value = Math.min(1, ((seconds ?? 0) * 1000) / Number(button.dataset.lasts ?? 1));
}
