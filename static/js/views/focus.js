/** Focus goes on to what took the place of a control that vanished, not to the top of the page. */

/**
 * @param {ParentNode} controls where it goes on: to their first button, but one that stands `data-aside`
 * @param {() => void} draw
 */
export function keepFocus(controls, draw) {
  const held = document.activeElement;
  draw();
  if (!held || held.checkVisibility()) return;
  const there = [...controls.querySelectorAll("button")].filter((button) => !button.disabled && button.checkVisibility());
  const next = there.find(({ dataset }) => dataset.aside === undefined);
  next?.focus({ preventScroll: true });
}
