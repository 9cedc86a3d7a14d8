/** The settings of a call, from the side: htmx brings and saves them; the page goes on beside them. */

import { part } from "./parts.js";

export class CallSettings {
  #root;
  #conversation;
  /** @type {HTMLElement | null} */ #opener = null;

  /**
   * @param {HTMLElement} root
   * @param {() => string | null} conversation whose call it is, or would be
   */
  constructor(root, conversation) {
    this.#root = root;
    this.#conversation = conversation;
    part(root, "close").addEventListener("click", () => this.close());
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    root.addEventListener("htmx:configRequest", (event) => this.#address(/** @type {CustomEvent} */ (event).detail));
  }

  /** @param {HTMLElement} opener */
  toggle(opener) {
    if (this.#root.matches(":popover-open")) return this.close();
    this.#opener = opener;
    this.#root.showPopover();
    this.#root.focus();
    part(this.#root, "content").dispatchEvent(new CustomEvent("opened"));
  }

  close() {
    this.#root.hidePopover();
    for (const name of ["content", "outcome"]) part(this.#root, name).replaceChildren();
    const back = this.#opener?.checkVisibility() ? this.#opener : document.querySelector("[data-opens=thread-menu]");
    if (back instanceof HTMLElement) back.focus();
  }

  /**
   * What was not touched here may have been changed elsewhere since: only this one is saved.
   * @param {any} detail of htmx:configRequest
   */
  #address(detail) {
    const { elt, triggeringEvent, parameters } = detail;
    if (elt === part(this.#root, "content")) detail.path = `/conversations/${this.#conversation()}/call-settings/`;
    else parameters.only = triggeringEvent?.target?.name ?? "";
  }
}
