/** The menu of one row where there is no room for its buttons: each item presses the row's own. */

import { part } from "./parts.js";

const EDGE_PX = 8;

/**
 * @param {Element} list
 * @param {HTMLElement} opener the row's "more" button
 */
export function openMenu(list, opener) {
  const menu = part(list, "menu");
  const row = opener.closest("[data-row]");
  menu.dataset.row = row?.id ?? "";
  part(menu, "archive-word").textContent = row?.querySelector("[data-act=archive] span")?.textContent ?? "";
  menu.showPopover();
  place(menu, opener.getBoundingClientRect());
  menu.querySelector("button")?.focus();
}

/** @param {HTMLElement} item */
export function pressItem(item) {
  const menu = /** @type {HTMLElement} */ (item.closest("[popover]"));
  menu.hidePopover(); // and focus is at the row again
  const row = document.getElementById(menu.dataset.row ?? "");
  const control = row?.querySelector(`[data-act="${item.dataset.does}"]`);
  if (control instanceof HTMLElement) control.click();
}

/**
 * @param {HTMLElement} menu
 * @param {DOMRect} at
 */
export function place(menu, at) {
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + height + EDGE_PX < innerHeight;
  menu.style.left = `${Math.max(EDGE_PX, at.right - width)}px`;
  menu.style.top = `${below ? at.bottom : Math.max(EDGE_PX, at.top - height)}px`;
}
