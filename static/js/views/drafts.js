/** What was written and not sent, kept through a reload of this tab; another user's stays unseen. */

export class Drafts {
  #prefix;
  #storage;

  /**
   * @param {string} user
   * @param {Storage} [storage]
   */
  constructor(user, storage = sessionStorage) {
    this.#prefix = `parley.draft.${user}.`;
    this.#storage = storage;
  }

  /** @param {string | null} conversation */
  of(conversation) {
    return (conversation && this.#storage.getItem(this.#prefix + conversation)) || "";
  }

  /**
   * @param {string | null} conversation
   * @param {string} content
   */
  keep(conversation, content) {
    if (!conversation) return;
    if (!content) return this.#storage.removeItem(this.#prefix + conversation);
    try {
      this.#storage.setItem(this.#prefix + conversation, content);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error; // the quota: what stands in the field is still there
    }
  }

  /** On logging out: whoever sits here next finds nothing. */
  forget() {
    const own = Object.keys(this.#storage).filter((key) => key.startsWith(this.#prefix));
    for (const key of own) this.#storage.removeItem(key);
  }
}
