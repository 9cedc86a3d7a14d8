/**
 * The sandbox's own page: gives code to a Worker, ends it in time, and tells the page that frames it what came of it, once.
 * It evaluates nothing itself: from a document code could still reach out (docs/decisions.md).
 */

const EVALUATED_WITHIN_MS = 2_000;
const MOST_MESSAGES = 600;
const MOST_TEXT_CHARS = 40 * 1024;
const ENDS = new Set(["value", "error"]);

/** @typedef {{end: string, text: string, lines: string[]}} Outcome end: value, error, time (it took too long) or flood */

addEventListener("message", ({ source, origin, data, ports: [port] }) => {
  if (source !== parent || origin !== location.origin || !port || typeof data !== "string") return;
  new Evaluation(data, (outcome) => port.postMessage(outcome));
});

class Evaluation {
  /** @type {string[]} */ #lines = [];
  #messages = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #limit;
  #worker = new Worker(URL.createObjectURL(new Blob([sandboxWorker()], { type: "text/javascript" })));
  #done;

  /**
   * @param {string} code
   * @param {(outcome: Outcome) => void} done
   */
  constructor(code, done) {
    this.#done = done;
    this.#worker.onmessage = ({ data }) => this.#hear(data);
    this.#worker.postMessage(code);
  }

  /** @param {unknown} data whatever the code could bring its Worker to say */
  #hear(data) {
    this.#messages += 1;
    if (typeof data !== "string" || data.length > MOST_TEXT_CHARS || this.#messages > MOST_MESSAGES) return this.#end("flood");
    const [kind, text] = [data.slice(0, data.indexOf(":")), data.slice(data.indexOf(":") + 1)];
    if (kind === "begun") this.#limit ??= setTimeout(() => this.#end("time"), EVALUATED_WITHIN_MS);
    else if (kind === "line") this.#lines.push(text);
    else if (ENDS.has(kind)) this.#end(kind, text);
  }

  /**
   * @param {string} end
   * @param {string} [text]
   */
  #end(end, text = "") {
    clearTimeout(this.#limit);
    this.#worker.onmessage = null;
    this.#worker.terminate();
    this.#done({ end, text, lines: this.#lines });
  }
}

/** @returns {string} the Worker's script, which stands beside this one */
function sandboxWorker() {
  return `(() => {\n${document.getElementById("worker")?.textContent}\n})()`;
}
