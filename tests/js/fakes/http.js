/** fetch, answered by the test. */

/** @typedef {{url: string, body: any, headers: Record<string, string>, keepalive?: boolean}} Asked */
/** @typedef {{status?: number, body?: unknown, headers?: Record<string, string>}} Answer */

export class FakeServer {
  /** @type {Asked[]} */ asked = [];
  /** @type {[RegExp, (asked: Asked) => Answer | Promise<Answer>][]} */ #routes = [];

  /**
   * The newest answer to a matching address counts.
   * @param {RegExp} url
   * @param {(asked: Asked) => Answer | Promise<Answer>} answer
   */
  answer(url, answer) {
    this.#routes.unshift([url, answer]);
  }

  /** @param {RegExp} url */
  to(url) {
    return this.asked.filter((each) => url.test(each.url));
  }

  /** @param {string} url @param {{body: string, headers: Record<string, string>, keepalive?: boolean}} init */
  async fetch(url, { body, headers, keepalive }) {
    const asked = { url, body: body.startsWith("{") ? JSON.parse(body) : body, headers, keepalive };
    this.asked.push(asked);
    const route = this.#routes.find(([pattern]) => pattern.test(url));
    if (!route) throw new TypeError("Failed to fetch");
    const answer = await route[1](asked);
    const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? {});
    return new Response(answer.status === 204 ? null : text, { status: answer.status ?? 200, headers: answer.headers });
  }
}

/** @returns {FakeServer} */
export function installHttp() {
  const server = new FakeServer();
  Object.assign(globalThis, { fetch: server.fetch.bind(server) });
  return server;
}
