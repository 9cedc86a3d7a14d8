/** The menu of the conversation on the page: at the pointer, under its button, by keyboard. */

import { copyText } from "../lib/clipboard.js";
import { getText } from "../lib/http.js";
import { part } from "./parts.js";

const EDGE_PX = 8;
const NATIVE = "a, input, textarea, select, audio";

/** @typedef {{left: number, top: number}} Place */
/** @typedef {(done: Promise<void>, said: string) => void} Follow what becomes of a copy */

export class ThreadMenu {
  #follow;
  #text = "";

  /** @param {Follow} follow */
  constructor(follow) {
    this.#follow = follow;
    document.addEventListener("contextmenu", (event) => this.#asked(event));
    document.addEventListener("keydown", (event) => this.#move(event));
    document.addEventListener("shown", (event) => this.#show(/** @type {CustomEvent} */ (event).detail));
  }

  /** @param {HTMLElement} button */
  openAt(button) {
    const { left, bottom } = button.getBoundingClientRect();
    this.#open({ left, top: bottom }, null);
  }

  /** @param {HTMLElement} item */
  press(item) {
    this.#menu?.hidePopover();
    const { does, url = "", said = "Copied." } = item.dataset;
    if (does === "copy") this.#follow(copyText(this.#text || getText(this.#menu?.dataset.export ?? "")), "Copied.");
    if (does === "fetch") this.#follow(copyText(getText(url)), said);
  }

  /** @returns {HTMLElement | null} none on a page without a conversation */
  get #menu() {
    return document.querySelector("[data-view=thread-menu]");
  }

  /** With Shift the browser's own menu comes, as everywhere. @param {MouseEvent} event */
  #asked(event) {
    const target = event.target instanceof Element ? event.target : null;
    if (!target?.closest("[data-view=thread]") || target.closest(NATIVE) || event.shiftKey || !this.#menu) return;
    event.preventDefault();
    this.#open({ left: event.clientX, top: event.clientY }, target.closest("article"));
  }

  /**
   * @param {Place} at
   * @param {Element | null} message what the pointer is on
   */
  #open(at, message) {
    const menu = this.#menu;
    if (!menu) return;
    const selected = String(getSelection()).trim();
    this.#text = selected || (message?.querySelector(".message__body, .tool")?.textContent ?? "").trim();
    part(menu, "copy-word").textContent = selected ? "Copy selection" : this.#text ? "Copy message" : "Copy conversation";
    menu.showPopover();
    place(menu, at);
    menu.querySelector("button")?.focus();
  }

  /** Arrow keys go through the open menu. @param {KeyboardEvent} event */
  #move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const menu = this.#menu;
    if (!step || !menu?.matches(":popover-open") || !menu.contains(document.activeElement)) return;
    const items = /** @type {HTMLElement[]} */ ([...menu.querySelectorAll(".menu__item")]);
    const at = items.findIndex((item) => item === document.activeElement);
    items[(at + step + items.length) % items.length].focus();
    event.preventDefault();
  }

  /** What the server has kept by now. @param {{toolCalls?: string, annotations?: string}} shown */
  #show({ toolCalls, annotations }) {
    const { dataset } = document.documentElement;
    if (toolCalls) dataset.toolCalls = toolCalls;
    if (annotations) dataset.annotations = annotations;
  }
}

/**
 * @param {HTMLElement} menu
 * @param {Place} at
 */
function place(menu, { left, top }) {
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(EDGE_PX, Math.min(left, innerWidth - width - EDGE_PX))}px`;
  menu.style.top = `${Math.max(EDGE_PX, Math.min(top, innerHeight - height - EDGE_PX))}px`;
}
