/** The sidebar: marks where you are, fetches the recent conversations, closes its drawer behind you. */

import { noteFocus } from "./row-focus.js";

/** @typedef {{conversation: string, state: "listed" | "archived" | "gone", title: string}} Here */

export class Sidebar {
  #root;
  #found;
  #restore = () => {};

  /**
   * @param {HTMLElement} root
   * @param {(here: Here) => void} found what became of the conversation on the page
   */
  constructor(root, found) {
    this.#root = root;
    this.#found = found;
    root.addEventListener("htmx:beforeSwap", () => (this.#restore = noteFocus(root)));
    root.addEventListener("htmx:afterRequest", () => this.#renewed());
    root.addEventListener("keydown", (event) => step(event, root));
  }

  /** htmx in templates/_sidebar.html listens for this. */
  refresh() {
    document.body.dispatchEvent(new CustomEvent("conversations"));
  }

  /**
   * @param {string | null} conversation
   * @returns {string | null} null when the list has none
   */
  titleOf(conversation) {
    return this.#root.querySelector(`a[href="/conversations/${conversation}/"] > span`)?.textContent ?? null;
  }

  turnPage() {
    if (this.#root.matches(":popover-open")) this.#root.hidePopover();
    this.mark();
  }

  mark() {
    for (const link of this.#root.querySelectorAll("a.sidebar__link")) {
      const here = link instanceof HTMLAnchorElement && link.pathname === location.pathname;
      if (here) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  #renewed() {
    this.#restore();
    this.mark();
    const { here, state, title } = document.getElementById("here")?.dataset ?? {};
    if (here) this.#found({ conversation: here, state: /** @type {Here["state"]} */ (state), title: title ?? "" });
  }
}

/**
 * Arrows move among the recent conversations.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} root
 */
function step(event, root) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const links = [...root.querySelectorAll("[data-row]")];
  const at = event.target instanceof Element ? links.indexOf(event.target) : -1;
  const next = by && at >= 0 ? links[at + by] : null;
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}
