/** What a tool of this page found, as text that a frame of the tab's socket can carry. */

export const MOST_BYTES = 32 * 1024;

const encoder = new TextEncoder();
// Nobody can read them, no row can hold some of them, and each is six bytes on the wire.
// eslint-disable-next-line no-control-regex
const UNREADABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;

/** Texts as long as there is room for them, measured as JSON. */
export class Fitting {
  #room = MOST_BYTES;
  /** Something had to be left out. */ isCut = false;

  /**
   * @param {string} text
   * @returns {string}
   */
  take(text) {
    let kept = whole(text.slice(0, MOST_BYTES));
    while (kept && size(kept) > this.#room) kept = whole(kept.slice(0, Math.floor((kept.length * this.#room) / size(kept)) - 1));
    this.isCut ||= kept.length < text.length;
    this.#room -= kept ? size(kept) : 0;
    return kept;
  }

  /**
   * @param {string[]} texts
   * @returns {string[]} the first ones
   */
  takeAll(texts) {
    /** @type {string[]} */ const kept = [];
    for (const text of texts) {
      if (this.isCut) break;
      kept.push(this.take(text));
    }
    return kept;
  }
}

/** @param {string} text without what is half a letter */
function whole(text) {
  return text.replace(UNREADABLE, "\ufffd").replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}

/** @param {string} text */
function size(text) {
  return encoder.encode(JSON.stringify(text)).length;
}
