/** The sidebar: marks where you are, fetches the recent conversations, closes its drawer behind you. */

export class Sidebar {
  #root;
  #named;

  /**
   * @param {HTMLElement} root
   * @param {(title: string) => void} named the list's title for the page shown
   */
  constructor(root, named) {
    this.#root = root;
    this.#named = named;
    this.#root.addEventListener("htmx:afterSettle", () => this.mark());
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
      if (here) this.#named(link.querySelector("span")?.textContent ?? "");
    }
  }
}
