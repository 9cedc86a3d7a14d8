/** A person at the stock Agents SDK: every raw event is kept, and anybody can wait for one. */

const PLACE = { type: "object", properties: { place: { type: "string" } }, required: ["place"], additionalProperties: false };

export class Caller {
  events = [];
  calls = [];
  errors = [];
  #waiting = new Set();

  /** `sdk` is the package or its browser bundle, `say` speaks PCM and resolves when it is out. */
  constructor(sdk, { transport, say, config }) {
    this.say = say;
    transport.on("*", (event) => this.#see(event));
    this.session = new sdk.RealtimeSession(this.#agent(sdk), { transport, model: "gpt-realtime-2.1", config });
    this.session.on("error", (error) => this.errors.push(String(error.error?.stack ?? JSON.stringify(error))));
  }

  send(type) {
    this.session.transport.sendEvent({ type });
  }

  count(type) {
    return this.events.filter((event) => event.type === type).length;
  }

  /** Until this event came for the nth time in all. */
  until(type, times = 1) {
    return new Promise((resolve) => {
      const look = () => this.count(type) >= times && (this.#waiting.delete(look), resolve(undefined));
      this.#waiting.add(look);
      look();
    });
  }

  report() {
    const { events, calls, errors } = this;
    return { events, calls, errors, history: this.session.history };
  }

  #see(event) {
    this.events.push(event);
    for (const look of [...this.#waiting]) look();
  }

  #agent(sdk) {
    const clock = sdk.tool({
      name: "get_current_time",
      description: "The current time in a city or IANA time zone.",
      parameters: PLACE,
      strict: true,
      execute: async ({ place }) => (this.calls.push(place), "23:59"),
    });
    return new sdk.RealtimeAgent({ name: "Parley", instructions: "Be brief.", tools: [clock] });
  }
}
