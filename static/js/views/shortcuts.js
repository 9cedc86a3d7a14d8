/** Keys of the page: single ones never while typing, chords everywhere. */

const TYPING = "input, textarea, select, [contenteditable]";

/**
 * @param {Event} event
 * @returns {boolean} whether the key is being written somewhere
 */
export function isTyping({ target }) {
  return target instanceof Element && target.closest(TYPING) !== null;
}

/**
 * @param {KeyboardEvent} event
 * @returns {boolean} whether the key goes to a control that a keyboard has come to, and not to the page
 */
export function isForControl({ target }) {
  const control = target instanceof Element && target.closest("button, a, summary");
  return control instanceof Element && control.matches(":focus-visible");
}

/**
 * @param {Record<string, () => void>} acts by key, lower case
 * @param {() => boolean} [isOn] whether the person wants keys that act alone (WCAG 2.1.4)
 * @param {EventTarget} [page]
 */
export function listen(acts, isOn = () => true, page = document) {
  page.addEventListener("keydown", (event) => {
    const { key, repeat, ctrlKey, metaKey, altKey } = /** @type {KeyboardEvent} */ (event);
    if (isTyping(event) || repeat || ctrlKey || metaKey || altKey || !isOn()) return;
    acts[key.toLowerCase()]?.();
  });
}

/**
 * @param {Record<string, () => void>} acts by the letter that is pressed with Ctrl (or Command) and Shift
 * @param {EventTarget} [page]
 */
export function listenToChords(acts, page = document) {
  page.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, shiftKey, altKey, repeat } = /** @type {KeyboardEvent} */ (event);
    const act = acts[key.toLowerCase()];
    if (!act || !shiftKey || altKey || repeat || ctrlKey === metaKey) return;
    event.preventDefault();
    act();
  });
}
