/** Tools that wait for the person's word, or for their work to be done: cards, keys, notices, and the state of the call. */

import { postJson } from "../lib/http.js";
import { Approvals } from "../views/approvals.js";
import { pressed } from "../views/navigation.js";
import { view } from "../views/parts.js";
import { listenToChords } from "../views/shortcuts.js";

/** @typedef {{call: string, conversation: string, title: string, what: string, until: number}} Waiting until: seconds since 1970 */

/** @param {import("./page.js").Page} page */
export function hearApprovals(page) {
  const cards = new Approvals();
  const elsewhere = new Elsewhere(page);
  /** @type {Waiting[]} */ let waiting = [];
  const draw = () => {
    const { call } = page;
    if (call.isOn) call.change({ approval: waiting.some(({ conversation }) => conversation === call.conversation) });
    elsewhere.tell(waiting);
    cards.look();
  };
  page.socket.on("approvals", (frame) => {
    waiting = frame.waiting;
    draw();
  });
  page.socket.on("changes", () => cards.look());
  page.call.on("facts", ({ phase }) => phase === "live" && draw());
  document.body.addEventListener("htmx:afterSettle", draw);
  pressed("[data-decide]", "click", (button) => void decide(page, button));
  pressed("[data-cancel]", "click", (button) => void cancel(page, button));
  const press = (/** @type {string} */ decision) => cards.first?.querySelector(`[data-decide=${decision}]`);
  const act = (/** @type {string} */ decision) => /** @type {HTMLElement | null | undefined} */ (press(decision))?.click();
  listenToChords({ enter: () => act("once"), backspace: () => act("denied") });
  cards.look();
}

/** What waits in another conversation is told above the dock: each once, and none beside a question that stands on the page. */
class Elsewhere {
  #page;
  #told = "";

  /** @param {import("./page.js").Page} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {Waiting[]} waiting */
  tell(waiting) {
    const { notices, thread } = this.#page;
    const asksHere = waiting.some(({ conversation }) => conversation === thread.conversation);
    const away = asksHere ? null : waiting[0];
    if ((away?.call ?? "") === this.#told) return;
    this.#told = away?.call ?? "";
    if (!away) return notices.drop("approval");
    const action = { label: "Look", run: () => open(away.conversation) };
    notices.tell({ key: "approval", text: `“${away.what}” waits for your approval, in “${away.title}”.`, action });
  }
}

/** @param {string} conversation by a link of the shell, so that a call goes on */
function open(conversation) {
  const link = /** @type {HTMLAnchorElement} */ (view("home"));
  const home = link.getAttribute("href") ?? "/";
  link.setAttribute("href", `/conversations/${conversation}/`);
  link.click();
  link.setAttribute("href", home);
}

/**
 * @param {import("./page.js").Page} page
 * @param {HTMLElement} button
 */
async function decide(page, button) {
  const card = /** @type {HTMLElement} */ (button.closest("[data-approval]"));
  if (card.ariaBusy === "true") return;
  card.ariaBusy = "true";
  view("thread").focus({ preventScroll: true }); // the button goes
  const choice = { decision: button.dataset.decide, arguments: card.dataset.arguments };
  await tried(page, postJson(card.dataset.approval ?? "", choice));
  card.ariaBusy = "false";
}

/**
 * @param {import("./page.js").Page} page
 * @param {HTMLElement} button
 */
async function cancel(page, button) {
  /** @type {HTMLButtonElement} */ (button).disabled = true;
  await tried(page, postJson(button.dataset.cancel ?? "", {}));
  /** @type {HTMLButtonElement} */ (button).disabled = false;
}

/**
 * @param {import("./page.js").Page} page
 * @param {Promise<unknown>} done
 */
async function tried(page, done) {
  try {
    await done;
  } catch (error) {
    page.failed(error);
  }
}
