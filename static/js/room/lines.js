/** What was said last, as captions: from the thread on the page, or from what is heard of a call elsewhere. */

const LAST = 3;
const SPOKEN = '.message:is([data-role="user"], [data-role="assistant"])';
const NOT_WORDS = "details, .message__live, .message__nothing, .read";

/** @typedef {{key: string, role: string, text: string}} Line */

/**
 * @param {ParentNode} column of the thread
 * @returns {Line[]} the newest last
 */
export function linesOf(column) {
  const lines = [];
  const messages = [...column.querySelectorAll(SPOKEN)].reverse();
  for (const message of messages) {
    const line = lineOf(/** @type {HTMLElement} */ (message));
    if (line.text) lines.unshift(line);
    if (lines.length === LAST) break;
  }
  return lines;
}

/** The last few utterances of a call whose thread is not on the page. */
export class Heard {
  /** @type {Map<string, Line>} */ #lines = new Map();

  /** @param {{item_id: string, role: string, content: string}} partial */
  hear({ item_id, role, content }) {
    if (role === "tool" || !content) return;
    this.#lines.set(item_id, { key: item_id, role, text: content });
    for (const key of [...this.#lines.keys()].slice(0, -LAST)) this.#lines.delete(key);
  }

  forget() {
    this.#lines.clear();
  }

  get lines() {
    return [...this.#lines.values()];
  }
}

/**
 * @param {HTMLElement} message
 * @returns {Line}
 */
function lineOf(message) {
  const { item = message.id, role = "" } = message.dataset;
  const body = /** @type {HTMLElement} */ (message.querySelector(".message__body")?.cloneNode(true) ?? document.createElement("p"));
  for (const other of body.querySelectorAll(NOT_WORDS)) other.remove();
  return { key: item, role, text: (body.textContent ?? "").replace(/\s+/g, " ").trim() };
}
