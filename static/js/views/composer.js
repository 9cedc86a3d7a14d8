/** The composer: grows, keeps a draft for each conversation, sends by Enter, offers Talk while empty. */

import { part } from "./parts.js";

/**
 * @typedef {object} Wishes
 * @property {(content: string, clientId: string) => Promise<void>} send rejects with what to tell the person
 * @property {() => void} talk
 * @property {() => string} newId
 * @property {import("./drafts.js").Drafts} drafts
 */

export class Composer {
  #form;
  #wishes;
  #text;
  #talk;
  #send;
  #problem;
  /** @type {string | null} */ #conversation = null;
  /** @type {string | null} */ #clientId = null; // kept for the next try: a message is stored once
  #talking = false;

  /**
   * @param {HTMLFormElement} form
   * @param {Wishes} wishes
   */
  constructor(form, wishes) {
    this.#form = form;
    this.#wishes = wishes;
    this.#text = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("content"));
    this.#talk = /** @type {HTMLButtonElement} */ (part(form, "talk"));
    this.#send = part(form, "send");
    this.#problem = part(form, "problem");
    form.addEventListener("submit", (event) => this.#submit(event));
    this.#text.addEventListener("input", () => this.#typed());
    this.#text.addEventListener("keydown", (event) => this.#key(event));
    this.#talk.addEventListener("click", () => wishes.talk());
    this.#talk.disabled = false; // pressed before this it would do nothing
  }

  /** @param {string | null} conversation whose draft is shown from now on */
  show(conversation) {
    this.#conversation = conversation;
    this.#write(this.#wishes.drafts.of(conversation));
  }

  /** @param {boolean} here a call with a microphone is on in the conversation shown */
  talking(here) {
    this.#talking = here;
    this.#text.placeholder = here ? "Write instead, the call goes on" : "Write a message";
    this.#offer();
  }

  /** @param {string} content */
  say(content) {
    this.#write(content);
    this.submit();
  }

  submit() { this.#form.requestSubmit(); }

  /** @param {string} words to stand after what is written already */
  add(words) {
    const before = this.#text.value.trimEnd();
    this.#write(before ? `${before} ${words}` : words);
    this.focus();
  }

  focus() { this.#text.focus(); }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    const content = this.#text.value.trim();
    const conversation = this.#conversation;
    if (!content || !conversation || this.#text.readOnly) return;
    this.#busy(true);
    try {
      const clientId = (this.#clientId ??= this.#wishes.newId());
      await this.#wishes.send(content, clientId);
      this.#sent(conversation);
      this.#form.dispatchEvent(new CustomEvent("sent", { detail: { conversation, clientId } }));
    } catch (problem) {
      this.#complain(problem);
    } finally {
      this.#busy(false);
    }
  }

  /** @param {boolean} sending */
  #busy(sending) {
    this.#text.readOnly = sending;
    this.#form.setAttribute("aria-busy", String(sending));
  }

  /** @param {string} conversation */
  #sent(conversation) {
    this.#wishes.drafts.keep(conversation, "");
    if (conversation === this.#conversation) this.#write("");
  }

  /** @param {unknown} problem */
  #complain(problem) {
    const why = problem instanceof Error ? problem.message : String(problem);
    this.#problem.textContent = `Not sent. ${why}`;
    this.#problem.hidden = false;
  }

  /** @param {string} content */
  #write(content) {
    this.#text.value = content;
    this.#typed();
  }

  #typed() {
    this.#clientId = null;
    this.#wishes.drafts.keep(this.#conversation, this.#text.value);
    this.#problem.hidden = true;
    this.#problem.textContent = "";
    this.#offer();
  }

  #offer() {
    const written = this.#text.value.trim() !== "";
    this.#send.hidden = !written && !this.#talking;
    this.#talk.hidden = written || this.#talking;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }
}
