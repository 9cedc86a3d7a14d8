/** The thread: places rows by sequence, grows live text, follows the end only for a reader who is there. */

import { Earlier } from "./earlier.js";
import { blueprint, part, rendered, view } from "./parts.js";
import { exchange, keepWords, successor } from "./rows.js";
import { localise } from "./times.js";

const END_PX = 64; // nearer than this to the end counts as reading the end

/** @typedef {{id: string, item_id: string, sequence: number, status: string, html: string}} Row */
/** @typedef {{conversation: string, revision: number, messages: Row[], more: boolean}} Changes */
/** @typedef {{conversation: string, item_id: string, role: string, content: string, kind?: string}} Partial */

export class Thread {
  #pill;
  #earlier;
  /** @type {HTMLElement | null} */ #section = null;
  /** @type {HTMLElement | null} */ #scroller = null;
  #following = true;
  #watcher = new ResizeObserver(() => this.#follow());

  /**
   * @param {HTMLElement} pill the "New messages" button
   * @param {(text: string) => void} failed
   */
  constructor(pill, failed) {
    this.#pill = pill;
    this.#earlier = new Earlier(failed);
    pill.addEventListener("click", () => this.toEnd());
  }

  get conversation() { return this.#section?.dataset.conversation ?? null; }
  /** @returns {string | undefined} live or classic, as it was when the page was made */
  get mode() { return this.#section?.dataset.mode; }
  get title() { return this.#section?.dataset.title ?? ""; }
  set title(title) {
    if (!this.#section) return;
    this.#section.dataset.title = title;
    part(this.#section, "title").textContent = title;
  }

  get revision() { return Number(this.#section?.dataset.revision ?? 0); }

  /** Take up the conversation that the page shows now, if it shows one. */
  attach() {
    this.#watcher.disconnect();
    this.#section = /** @type {HTMLElement | null} */ (document.querySelector("[data-conversation]"));
    this.#scroller = this.#section && /** @type {HTMLElement} */ (view("thread", this.#section));
    this.#pill.hidden = true;
    this.#earlier.attach(this.#scroller);
    if (!this.#scroller) return;
    this.#scroller.addEventListener("scroll", () => this.#look(), { passive: true });
    this.#scroller.addEventListener("toggle", (event) => unfold(event), { capture: true });
    this.#watcher.observe(this.#scroller);
    this.toEnd();
  }

  /** @param {boolean} spoken what is said here is heard: a screen reader does not say it again */
  aloud(spoken) {
    this.#scroller?.setAttribute("aria-live", spoken ? "off" : "polite");
  }

  /** @param {Changes} changes */
  apply(changes) {
    if (changes.conversation !== this.conversation || !this.#section) return;
    for (const row of changes.messages) if (!this.#earlier.has(row.sequence)) this.#place(row);
    this.#section.dataset.revision = String(Math.max(this.revision, changes.revision));
    if (changes.messages.length) this.#arrived();
  }

  /** @param {Partial} partial */
  grow(partial) {
    if (partial.conversation !== this.conversation) return;
    const message = this.#item(partial.item_id) ?? this.#bubble(partial);
    const text = message.querySelector("[data-part=text]"); // a call that runs by now has none
    if (message.dataset.status !== "live" || !text) return;
    text.textContent = partial.content;
    this.#arrived();
  }

  /** @returns {HTMLElement | null} what stands last, be it only drawn */
  get last() {
    const found = this.#column()?.querySelector(":scope > :nth-last-child(1 of :not(.offer))");
    return found instanceof HTMLElement ? found : null;
  }

  /** @returns {Element | null} */
  get offer() { return this.#column()?.querySelector(":scope > .offer") ?? null; }

  /** @param {HTMLElement} line that stands below the last message */
  append(line) {
    this.#column()?.append(line);
    this.#follow();
  }

  /** After a call: what was only drawn and never became words goes. */
  settle() {
    for (const bubble of this.#column()?.querySelectorAll(".message:not([data-sequence])") ?? []) {
      if (!part(bubble, "text").textContent) bubble.remove();
    }
  }

  toEnd() {
    this.#following = true;
    this.#follow();
  }

  /** @param {Row} row */
  #place(row) {
    const column = this.#column();
    if (!column) return;
    const fresh = rendered(row.html);
    localise(fresh);
    const drawn = this.#item(row.item_id);
    const old = document.getElementById(fresh.id);
    keepWords(old ?? drawn, fresh);
    if (drawn && drawn !== old) drawn.remove();
    if (old) exchange(old, fresh);
    else column.insertBefore(fresh, successor(column, row.sequence));
  }

  /** @param {Partial} partial */
  #bubble({ item_id, role, kind = "voice" }) {
    const bubble = blueprint(role === "user" ? `user-${kind}` : role);
    bubble.dataset.kind = role === "tool" ? role : kind;
    bubble.dataset.item = item_id;
    this.#column()?.append(bubble);
    return bubble;
  }

  /** @param {string} id */
  #item(id) {
    const found = id && this.#column()?.querySelector(`[data-item="${CSS.escape(id)}"]`);
    return found instanceof HTMLElement ? found : null;
  }

  #column() { return this.#section && part(this.#section, "column"); }

  #arrived() {
    this.#follow();
    this.#pill.hidden = this.#following;
  }

  #follow() {
    if (!this.#following || !this.#scroller) return;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#pill.hidden = true;
  }

  #look() {
    if (!this.#scroller) return;
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    this.#following = scrollHeight - scrollTop - clientHeight < END_PX;
    if (this.#following) this.#pill.hidden = true;
  }
}

/**
 * What a reader unfolds comes into view; what an update left unfolded moves nothing.
 * @param {Event} event
 */
function unfold({ target }) {
  if (!(target instanceof HTMLDetailsElement) || !target.open || !target.contains(document.activeElement)) return;
  target.scrollIntoView({ block: "nearest" });
}
