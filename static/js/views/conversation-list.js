/** The list of conversations, in the dialog or on its page: keys, menu, focus, headings, live renewal. */

import { group } from "./groups.js";
import { pressKey } from "./list-keys.js";
import { part } from "./parts.js";
import { focusRow, isLost, noteFocus } from "./row-focus.js";
import { openMenu, pressItem } from "./row-menu.js";

const LIST = "[data-view=list]";

/**
 * @typedef {object} Ears
 * @property {() => void} changed somebody here renamed, archived or deleted
 * @property {(conversation: string) => Promise<void> | null} leaving what has to happen before a deletion
 */

export class ConversationList {
  #device;
  #ears;
  #stale = false;
  #wanted = "";
  #restore = () => {};

  /**
   * @param {string} device this browser's own id
   * @param {Ears} ears
   */
  constructor(device, ears) {
    this.#device = device;
    this.#ears = ears;
    document.addEventListener("keydown", (event) => pressKey(event, LIST));
    document.addEventListener("click", (event) => this.#click(event));
    const on = (/** @type {string} */ name, /** @type {(detail: any, event: Event) => void} */ act) =>
      document.body.addEventListener(name, (event) => act(/** @type {CustomEvent} */ (event).detail, event));
    on("htmx:confirm", (detail, event) => this.#confirm(detail, event));
    on("htmx:configRequest", ({ elt, parameters }) => this.#ask(elt, parameters));
    on("htmx:beforeSwap", (detail) => this.#beforeSwap(detail));
    on("htmx:afterRequest", (detail) => this.#answered(detail));
  }

  get #list() { return document.querySelector(LIST); }

  /** Draw it anew, unless a title is being written or a row is about to change: then afterwards. */
  refresh() {
    if (!this.#list) return;
    this.#stale = this.#isBusy;
    if (!this.#stale) part(this.#list, "refresh").dispatchEvent(new CustomEvent("refresh"));
  }

  /** @param {string} conversation focus goes there when it is back in the list */
  expect(conversation) {
    this.#wanted = conversation;
    this.refresh();
  }

  /** What the server does not know: where the reader is, their calendar, their device. */
  dress() {
    const list = this.#list;
    if (!list) return;
    group(part(list, "rows"));
    for (const row of list.querySelectorAll("[data-row]")) mark(row);
    for (const live of list.querySelectorAll("[data-live-on]")) {
      const here = /** @type {HTMLElement} */ (live).dataset.liveOn === this.#device;
      part(live, "live-name").hidden = here;
      part(live.closest("[data-row]") ?? list, "continue").hidden = here;
    }
  }

  get #isBusy() { return Boolean(this.#list?.querySelector("[data-part=renaming], [data-row] .htmx-request")); }

  /**
   * Rows that were asked for before a title was, and come after it, wait until it is written.
   * @param {any} detail of htmx:beforeSwap
   */
  #beforeSwap(detail) {
    const list = this.#list;
    this.#restore = list ? noteFocus(list) : () => {};
    const isRenewal = list && detail.requestConfig?.elt === list.querySelector("[data-part=refresh]");
    if (!isRenewal || !this.#isBusy) return;
    detail.shouldSwap = false;
    this.#stale = true;
  }

  /** @param {any} detail of htmx:afterRequest */
  #answered({ elt, requestConfig }) {
    const list = this.#list;
    if (!list) return;
    this.#restore();
    this.dress();
    if (elt.closest(LIST) && requestConfig.verb !== "get") this.#ears.changed();
    this.#afterwards(list);
  }

  /** @param {Element} list */
  #afterwards(list) {
    beginTitle(list.querySelector("[data-part=renaming] input[name=title]:not([data-begun])"));
    const back = this.#wanted && document.getElementById(`conversation-${this.#wanted}`);
    if (back) focusRow(back);
    if (back) this.#wanted = "";
    if (isLost() && list.closest("dialog[open]")) part(list, "search").focus();
    if (this.#stale) this.refresh();
  }

  /**
   * As many rows again as are drawn, so that what was scrolled to stays.
   * @param {Element} elt
   * @param {Record<string, string>} parameters
   */
  #ask(elt, parameters) {
    if (this.#list && elt === part(this.#list, "refresh")) {
      parameters.rows = String(this.#list.querySelectorAll("[data-row]").length);
    }
  }

  /**
   * @param {any} detail of htmx:confirm
   * @param {Event} event
   */
  #confirm({ elt, issueRequest }, event) {
    if (elt.dataset.act !== "delete") return;
    const first = this.#ears.leaving(elt.closest("[data-row]").id.replace("conversation-", ""));
    if (!first) return;
    event.preventDefault();
    void first.finally(() => issueRequest(true));
  }

  /** @param {Event} event */
  #click({ target }) {
    const control = target instanceof Element && target.closest("[data-act=more], [data-does]");
    if (!(control instanceof HTMLElement) || !this.#list) return;
    if (control.dataset.does) pressItem(control);
    else openMenu(this.#list, control);
  }
}

/** @param {Element | null} field of a form that has just come: all of the old title goes with the first key */
function beginTitle(field) {
  if (!(field instanceof HTMLInputElement)) return;
  field.dataset.begun = "";
  field.focus();
  field.select();
}

/** @param {Element} row */
function mark(row) {
  const link = row.querySelector("a.conversation__open");
  const here = link instanceof HTMLAnchorElement && link.pathname === location.pathname;
  row.toggleAttribute("data-current", here);
  if (here) link.setAttribute("aria-current", "page");
  else link?.removeAttribute("aria-current");
}
