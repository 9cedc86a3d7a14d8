/**
 * What the person changes in a running session, as the server has composed it: said to the provider when the server does not
 * hear the call itself. Of several changes only the last one counts, and the speed waits for the end of an answer.
 */

/** @typedef {{audio: {input: object, output: object}, [field: string]: unknown}} Settings */
/** @typedef {{session: string, settings: Settings, ask: boolean, push_to_talk: boolean}} News the `settings` frame */

export class Retuning {
  #call;
  #line;
  /** @type {Set<string>} */ #running = new Set();
  /** @type {Settings | null} */ #wanted = null;
  #begun = false;

  /**
   * @param {import("./situation.js").Situation} call
   * @param {import("./line.js").Line} line
   * @param {import("../tab/socket.js").TabSocket} socket
   */
  constructor(call, line, socket) {
    this.#call = call;
    this.#line = line;
    line.on("fresh", () => this.#begin());
    line.on("event", (event) => this.#hear(event));
    socket.on("settings", (news) => news.session === line.session?.id && this.#want(news));
  }

  /** A fresh session was opened with the settings of its moment. */
  #begin() {
    this.#running.clear();
    this.#wanted = null;
  }

  /** @param {News} news */
  #want({ settings, ask, push_to_talk: pushToTalk }) {
    if (pushToTalk !== this.#call.facts.pushToTalk) this.#call.change({ pushToTalk, holding: false, muted: false });
    if (!ask) return;
    this.#wanted = settings;
    this.#begun = false;
    this.#look();
  }

  /** @param {import("./reduce.js").ProviderEvent} event */
  #hear({ type, response }) {
    if (type === "response.created") this.#running.add(response.id);
    if (type === "response.done") this.#running.delete(response.id);
    this.#look();
  }

  #look() {
    const wanted = this.#wanted;
    const isAnswering = this.#running.size > 0;
    if (!wanted || (this.#begun && isAnswering)) return;
    this.#begun = isAnswering;
    if (!isAnswering) this.#wanted = null;
    const audio = isAnswering ? { input: wanted.audio.input } : wanted.audio;
    this.#line.session?.send({ type: "session.update", session: { ...wanted, audio } });
  }
}
