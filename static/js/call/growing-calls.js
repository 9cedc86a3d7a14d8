/** A tool's arguments while the model writes them: `name(arguments so far`. */

/** Of long arguments the newest are shown: one sees that it goes on. */
const SHOWN_CHARACTERS = 600;

/** @typedef {import("./reduce.js").ProviderEvent} ProviderEvent */
/** @typedef {import("./growing-texts.js").Partial} Partial */

export class GrowingCalls {
  /** @type {Map<string, {name: string, written: string}>} by item id */ #calls = new Map();

  /**
   * @param {ProviderEvent} event
   * @returns {Partial | null}
   */
  hear({ type, item, item_id, delta, arguments: whole }) {
    if (type === "response.output_item.added" && item?.type === "function_call") return this.#begin(item);
    const call = this.#calls.get(item_id);
    if (!call) return null;
    if (type === "response.function_call_arguments.delta") call.written += delta ?? "";
    else if (type === "response.function_call_arguments.done") call.written = closed(whole ?? call.written);
    else return null;
    return partial(item_id, call);
  }

  /** @param {{id: string, name?: string}} item */
  #begin({ id, name = "" }) {
    const call = { name, written: "" };
    this.#calls.set(id, call);
    return partial(id, call);
  }
}

/**
 * @param {string} item_id
 * @param {{name: string, written: string}} call
 * @returns {Partial}
 */
function partial(item_id, { name, written }) {
  const bare = written.trimStart().replace(/^\{/, "");
  const shown = bare.length > SHOWN_CHARACTERS ? `…${bare.slice(-SHOWN_CHARACTERS)}` : bare;
  return { item_id, role: "tool", kind: "tool", content: `${name}(${shown}` };
}

/** @param {string} whole the object's last brace is the call's bracket */
function closed(whole) {
  return `${whole.trimEnd().replace(/\}$/, "")})`;
}
