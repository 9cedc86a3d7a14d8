/** Reading aloud: what begins it, what it follows, and what makes it fall silent. */

import { unlocked } from "../audio/context.js";
import { listening } from "../audio/microphone.js";
import { Problem } from "../lib/problem.js";
import { Reader } from "../reading/reader.js";
import { pressed } from "../views/navigation.js";
import { showReading } from "../views/reading.js";

const { dataset } = document.documentElement;
const BY_BROWSER = "This server's provider has no voice for reading aloud. Your browser's own voice reads instead.";
const HELD = "Tap anywhere to hear the answer.";
/** What may have made a sentence complete (chat/aloud.py says it exactly). */
const MAY_END = /[.!?…]["'”’»)\]*_`]*\s|[。！？\n]/;
const TAIL = 4;

/** @param {import("./page.js").Page} page */
export function hearReading(page) {
  const reader = new Reader(() => Number(dataset.readingSpeed ?? 1));
  reader.on("facts", (facts) => follow(page, facts));
  reader.on("browser", () => page.notices.tell({ key: "browser-voice", text: BY_BROWSER }));
  reader.on("problem", (error) => tell(page, error));
  hearPresses(page, reader);
  hearAnswers(page, reader);
  hearSilence(page, reader);
}

/**
 * @param {import("./page.js").Page} page
 * @param {import("../reading/reader.js").Facts | null} facts
 */
function follow({ notices }, facts) {
  showReading(facts);
  if (!facts?.isHeld) notices.drop("held");
  else notices.tell({ key: "held", text: HELD });
}

/**
 * @param {import("./page.js").Page} page
 * @param {unknown} error
 */
function tell(page, error) {
  page.failed(error instanceof Problem ? error : new Problem("unplayable", UNPLAYABLE, true));
}

const UNPLAYABLE = "This browser could not play the sentence. Try again.";

/**
 * @param {import("./page.js").Page} page
 * @param {Reader} reader
 */
function hearPresses({ thread }, reader) {
  pressed("[data-read]", "click", (button) => {
    unlocked();
    const message = messageOf(button);
    if (button.getAttribute("aria-pressed") === "true") reader.stop();
    else if (message && thread.conversation) reader.play({ conversation: thread.conversation, message });
  });
  document.addEventListener("submit", () => dataset.readAloud === "on" && unlocked());
}

/**
 * Before the thread draws them: what does not stand there yet is new.
 * @param {import("./page.js").Page} page
 * @param {Reader} reader
 */
function hearAnswers(page, reader) {
  const { socket, thread, call } = page;
  socket.on("changes", ({ conversation, messages }) => {
    if (conversation !== thread.conversation) return;
    for (const { id, html } of messages) {
      const isAnswer = html.includes('data-role="assistant"');
      if (isAnswer && isToBeRead(page) && !document.getElementById(`message-${id}`)) reader.add({ conversation, message: id });
      queueMicrotask(() => reader.grown(id));
    }
    queueMicrotask(() => showReading(reader.facts)); // its row was drawn anew
  });
  const grow = growing(reader);
  socket.on("partial", grow);
  call.on("partial", grow);
}

/** @param {import("./page.js").Page} page what this tab asked for, and nobody hears in a call */
function isToBeRead({ talk, thread, call }) {
  const isCall = call.isOn && call.facts.microphone;
  return dataset.readAloud === "on" && talk.asked === thread.conversation && !isCall;
}

/**
 * @param {Reader} reader
 * @returns {(partial: import("../views/thread.js").Partial) => void}
 */
function growing(reader) {
  let [item, length] = ["", 0];
  return ({ item_id, content }) => {
    const fresh = content.slice(item === item_id ? Math.max(0, length - TAIL) : 0);
    [item, length] = [item_id, content.length];
    const row = MAY_END.test(fresh) && document.querySelector(`[data-item="${CSS.escape(item_id)}"]`);
    if (row) reader.grown(idOf(row));
  };
}

/**
 * The person is about to speak, or looks elsewhere.
 * @param {import("./page.js").Page} page
 * @param {Reader} reader
 */
function hearSilence({ thread, call }, reader) {
  listening.on("open", () => reader.stop());
  call.on("facts", ({ microphone }) => call.isOn && microphone && reader.facts && reader.stop());
  addEventListener("pagehide", () => reader.stop());
  pressed("[data-logout]", "submit", () => reader.stop());
  const look = () => reader.conversation && reader.conversation !== thread.conversation && reader.stop();
  document.body.addEventListener("htmx:afterSettle", () => queueMicrotask(look)); // the thread has turned by then
}

/** @param {HTMLElement} button */
function messageOf(button) {
  const row = button.closest("article");
  return row ? idOf(row) : "";
}

/** @param {Element} row */
function idOf(row) {
  return row.id.replace(/^message-/, "");
}
