/** Wherever conversations are listed: sidebar, dialog, page, and the notices with Undo; and what that does to the page. */

import { ConversationList } from "./views/conversation-list.js";
import { Conversations } from "./views/conversations.js";
import { view } from "./views/parts.js";
import { PutAway } from "./views/put-away.js";
import { Sidebar } from "./views/sidebar.js";

/**
 * @typedef {object} Parts
 * @property {import("./call/session.js").Call} call
 * @property {import("./views/thread.js").Thread} thread
 * @property {string} device
 * @property {(title: string) => void} named what the conversation on this page is called by now
 */

export class Lists {
  #parts;
  #sidebar;
  #dialog;
  #list;
  /** The conversation that this tab left because it was deleted. */
  #left = "";
  #leavingPage = false;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
    const changed = () => this.#sidebar.refresh();
    this.#sidebar = new Sidebar(view("sidebar"), (here) => this.#found(here));
    this.#dialog = new Conversations(view("conversations"), view("tray"));
    this.#list = new ConversationList(parts.device, { changed, leaving: (conversation) => this.#leaving(conversation) });
    new PutAway(view("put-away"), { changed, undone: (conversation, open) => this.#undone(conversation, open) });
  }

  refresh() {
    this.#sidebar.refresh();
    this.#list.refresh();
  }

  turnPage() {
    this.#leavingPage = false;
    this.#sidebar.turnPage();
    this.#dialog.turnPage();
    this.#list.dress();
  }

  /** @param {string | null} conversation */
  titleOf(conversation) {
    return this.#sidebar.titleOf(conversation);
  }

  /** @param {import("./views/sidebar.js").Here} here */
  #found({ conversation, state, title }) {
    if (conversation !== this.#parts.thread.conversation) return;
    if (state === "gone") return this.#goHome(conversation);
    this.#parts.named(title);
    const archived = document.querySelector("[data-part=archived]"); // an error's page has none
    if (archived instanceof HTMLElement) archived.hidden = state !== "archived";
  }

  /** @param {string} conversation was deleted, here or on another device */
  #goHome(conversation) {
    if (this.#leavingPage) return; // two answers may say it
    this.#leavingPage = true;
    this.#left = conversation;
    this.#dialog.stay();
    view("home").click();
  }

  /**
   * The last words of a call are saved before its conversation goes: an Undo brings them back as well.
   * @param {string} conversation
   */
  #leaving(conversation) {
    const { call } = this.#parts;
    return call.isOn && call.conversation === conversation ? call.end("ended") : null;
  }

  /**
   * @param {string} conversation
   * @param {HTMLElement | null} open
   */
  #undone(conversation, open) {
    this.#list.expect(conversation);
    if (conversation !== this.#left) return;
    this.#left = "";
    this.#dialog.stay();
    open?.click();
  }
}
