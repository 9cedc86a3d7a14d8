/** Lists of what a person has (items, files): drawn anew when something changed, but never under somebody's hands. */

import { part } from "./parts.js";

export class LiveLists {
  constructor() {
    const on = (/** @type {string} */ name, /** @type {(detail: any) => void} */ act) =>
      document.body.addEventListener(name, (event) => act(/** @type {CustomEvent} */ (event).detail));
    on("htmx:afterRequest", (detail) => this.#answered(detail));
    on("htmx:oobBeforeSwap", (detail) => this.#spare(detail));
    on("htmx:load", ({ elt }) => fillZones(elt));
  }

  /** @param {string} [name] of one; else whichever stands on the page */
  refresh(name) {
    const list = document.querySelector(name ? `[data-live-list="${CSS.escape(name)}"]` : "[data-live-list]");
    if (!(list instanceof HTMLElement)) return;
    const busy = isBusy(list);
    list.toggleAttribute("data-stale", busy);
    if (!busy) part(list, "refresh").dispatchEvent(new CustomEvent("refresh"));
  }

  /**
   * Rows that were asked for before a form was, and come after it, wait until it is gone.
   * @param {any} detail of htmx:oobBeforeSwap
   */
  #spare(detail) {
    const list = detail.target?.closest?.("[data-live-list]");
    if (!list || !isBusy(list)) return;
    detail.shouldSwap = false;
    list.toggleAttribute("data-stale", true);
  }

  /** @param {any} detail of htmx:afterRequest */
  #answered({ elt, successful, requestConfig }) {
    const list = document.querySelector("[data-live-list]");
    if (!list || requestConfig.elt.matches("[data-part=refresh]")) return;
    returnFocus(elt.closest("li")?.id);
    const isWrite = requestConfig.verb !== "get";
    if (successful && isWrite && elt.matches("[data-part=quick]")) elt.reset();
    if (isWrite || list.hasAttribute("data-stale")) this.refresh();
  }
}

/** @param {Element} list */
function isBusy(list) {
  return list.querySelector("[data-part=editing], li .htmx-request") !== null;
}

/** @param {string} [row] whose form went with the button that was pressed */
function returnFocus(row) {
  if (row && document.activeElement === document.body) document.getElementById(`${row}-edit`)?.focus();
}

/** @param {Element} root where a time zone is asked for, this browser's stands first */
function fillZones(root) {
  for (const field of root.querySelectorAll("[data-zone]")) {
    if (field instanceof HTMLInputElement && !field.value) {
      field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
    }
  }
}
