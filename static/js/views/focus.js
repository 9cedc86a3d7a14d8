/** Focus goes on to what took the place of a control that vanished, not to the top of the page. */

/**
 * @param {ParentNode} controls where it goes on
 * @param {() => void} draw
 */
export function keepFocus(controls, draw) {
  const held = document.activeElement;
  draw();
  if (!held || held.checkVisibility()) return;
  const next = [...controls.querySelectorAll("button")].find((button) => !button.disabled && button.checkVisibility());
  next?.focus({ preventScroll: true });
}
