/** Holding to talk: the person says when a turn begins and ends. Event: `short`, nothing could be said in that time. */

import { Emitter } from "../lib/emitter.js";
import { OwnTurns } from "./own-turns.js";

const CLEAR = { type: "input_audio_buffer.clear" };

/** A key that was only touched. */
const SHORTEST_MS = 300;

/** The last sound is still on its way when the key is let go. */
const TAIL_MS = 200;

export class PushToTalk extends Emitter {
  #call;
  #line;
  #turns = new OwnTurns();
  #heldAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #tail;

  /**
   * @param {import("./situation.js").Situation} call
   * @param {import("./line.js").Line} line
   */
  constructor(call, line) {
    super();
    this.#call = call;
    this.#line = line;
    line.on("event", (event) => this.#hear(event));
  }

  /** What is being said by the assistant ends, what the microphone heard before does not count. */
  hold() {
    const { phase, pushToTalk, stopped, holding } = this.#call.facts;
    if (phase !== "live" || !pushToTalk || stopped) return;
    clearTimeout(this.#tail); // let go and held again at once is one turn
    if (holding) return;
    this.#heldAt = Date.now();
    this.#line.interrupt();
    this.#line.session?.send(CLEAR);
    this.#call.change({ holding: true, listening: true });
  }

  release() {
    if (!this.#call.facts.holding) return;
    clearTimeout(this.#tail);
    if (Date.now() - this.#heldAt < SHORTEST_MS) this.#drop();
    else this.#tail = setTimeout(() => this.#commit(), TAIL_MS);
  }

  #drop() {
    this.#end();
    this.#line.session?.send(CLEAR);
    this.emit("short");
  }

  /** Not when the call was stopped, ended or lost in between. */
  #commit() {
    if (!this.#call.facts.holding) return;
    this.#end();
    this.#line.session?.send(this.#turns.commit());
  }

  /** @param {import("./reduce.js").ProviderEvent} event */
  #hear(event) {
    const item = this.#turns.hear(event);
    if (item) this.#line.session?.answer(item);
  }

  #end() {
    this.#call.change({ holding: false, listening: false });
  }
}
