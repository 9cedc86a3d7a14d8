/** Focus goes on to what took the place of a control that vanished, not to the top of the page. */

/**
 * @param {ParentNode} controls where it goes on: to their first button, but one that stands `data-aside`
 * @param {() => void} draw
 */
export function keepFocus(controls, draw) {
  const held = document.activeElement;
  draw();
  if (!held || held.checkVisibility()) return;
  const next = [...controls.querySelectorAll("button:not([data-aside])")].find((button) => !button.disabled && button.checkVisibility());
  next?.focus({ preventScroll: true });
}
