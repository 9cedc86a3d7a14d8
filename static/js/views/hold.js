/** Holding to talk, by the button and by the key; never while typing. */

import { isForControl, isTyping } from "./shortcuts.js";

/**
 * @typedef {object} Talk
 * @property {() => string} key its code: Space or F4
 * @property {() => boolean} isOn whether there is something to hold
 * @property {() => boolean} isHeld
 * @property {() => void} hold
 * @property {() => void} release
 */

/**
 * @param {HTMLElement} button
 * @param {Talk} talk
 */
export function hearHolding(button, talk) {
  hearPointer(button, talk);
  hearKey(button, talk);
  // Whoever looks elsewhere lets go: the key's end would not be heard here.
  globalThis.addEventListener("blur", () => talk.release());
  document.addEventListener("visibilitychange", () => talk.release());
}

/**
 * @param {HTMLElement} button
 * @param {Talk} talk
 */
function hearPointer(button, { isHeld, hold, release }) {
  button.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    button.setPointerCapture(event.pointerId);
    hold();
  });
  for (const end of ["pointerup", "pointercancel"]) button.addEventListener(end, () => release());
  button.addEventListener("contextmenu", (event) => event.preventDefault()); // a long touch
  // Screen readers press without holding: once to begin, once to end.
  button.addEventListener("click", ({ detail }) => detail === 0 && (isHeld() ? release() : hold()));
}

/**
 * @param {HTMLElement} button
 * @param {Talk} talk
 */
function hearKey(button, { key, isOn, hold, release }) {
  /** @type {string | null} the code of the key that is down */ let down = null;
  const isOurs = (/** @type {KeyboardEvent} */ event) =>
    event.target === button ? ["Space", "Enter", key()].includes(event.code) : event.code === key() && isFree(event);
  document.addEventListener("keydown", (event) => {
    if (!isOn() || !(event.code === down || isOurs(event))) return;
    event.preventDefault(); // neither scrolled nor pressed
    if (event.repeat) return;
    down = event.code;
    hold();
  });
  document.addEventListener("keyup", (event) => {
    if (event.code !== down) return;
    event.preventDefault();
    down = null;
    release();
  });
}

/** @param {KeyboardEvent} event */
function isFree(event) {
  return !isTyping(event) && !isForControl(event) && !event.ctrlKey && !event.metaKey && !event.altKey;
}
