/** What the rows of a thread tell that somebody who looks elsewhere would want to know. */

/** A tool that took longer was waited for. */
const SLOW_MS = 5_000;

/** @typedef {{id: string, text: string}} Happening */

/** @type {Record<string, string>} */
const TOOL_ENDED = { done: "A tool has finished", failed: "A tool has failed", expired: "A tool was not allowed in time" };

export class Happenings {
  /** When a tool was first seen at work, by its row. @type {Map<string, number>} */ #begun = new Map();

  /**
   * @param {{id: string, status: string, html: string}} row as the server sent it
   * @param {number} [now] milliseconds
   * @returns {Happening | null}
   */
  of({ id, status, html }, now = Date.now()) {
    const role = /data-role="(\w+)"/.exec(html)?.[1];
    if (role === "assistant" && status === "final") return { id, text: "An answer is there" };
    return role === "tool" ? this.#ofTool(id, /class="tool" data-status="(\w+)"/.exec(html)?.[1] ?? "", now) : null;
  }

  /**
   * @param {string} id
   * @param {string} state
   * @param {number} now
   */
  #ofTool(id, state, now) {
    const begun = this.#begun.get(id);
    if (!Object.hasOwn(TOOL_ENDED, state)) this.#begun.set(id, begun ?? now);
    else if (begun !== undefined && this.#begun.delete(id) && now - begun >= SLOW_MS) return { id, text: TOOL_ENDED[state] };
    return null;
  }
}
