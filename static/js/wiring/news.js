/** The one place where news come in: what of threads and calls somebody who looks elsewhere is told. */

import { Happenings } from "../happenings.js";
import { News } from "../news.js";
import { notify } from "../notifying.js";

/** Ends of a call that nobody asked for; the others somebody knows of. */
const UNASKED = new Set(["limit", "idle", "lost", "failed", "stopped", "altered", "deleted", "logged_out"]);

/** @param {import("./page.js").Page} page */
export function hearNews(page) {
  const happenings = new Happenings();
  const news = new News(document.body.dataset.user ?? "", {
    count: (count) => page.announcer.news(count),
    notify: (item) => void notify(item),
  });
  page.socket.on("changes", (changes) => {
    for (const item of itemsOf(page, happenings, changes)) news.tell(item);
  });
  page.socket.on("notification", ({ id, text }) => {
    news.tell({ id: `notification.${id}`, text: "Your assistant", about: text, url: location.pathname });
  });
  page.socket.on("approvals", ({ waiting }) => {
    for (const { call, conversation, title } of waiting) {
      news.tell({ id: `${call}.approval`, text: "A tool waits for your approval", about: title, url: `/conversations/${conversation}/` });
    }
  });
  page.socket.on("session", ({ session, conversation, state, reason, title }) => {
    if (state !== "ended" || !UNASKED.has(reason)) return;
    news.tell({ id: `ended.${session}`, text: "A call has ended", about: title, url: `/conversations/${conversation}/` });
  });
}

/**
 * Before the thread draws them: what stands there as final already is no news.
 * @param {import("./page.js").Page} page
 * @param {Happenings} happenings
 * @param {import("../views/thread.js").Changes} changes
 * @returns {import("../news.js").Item[]}
 */
function itemsOf({ call, talk, thread }, happenings, { conversation, messages }) {
  const found = messages.map((row) => !stands(row.id) && happenings.of(row));
  const heard = call.isOn && call.facts.microphone && call.conversation === conversation;
  if (heard || conversation !== thread.conversation) return [];
  // What was asked on another device is read there: here it is only counted.
  const quiet = talk.asked !== conversation;
  const where = { about: thread.title, url: `/conversations/${conversation}/` };
  return found.flatMap((one) => (one ? [{ ...one, ...where, quiet }] : []));
}

/** @param {string} id of a row */
function stands(id) {
  const { role, status } = document.getElementById(`message-${id}`)?.dataset ?? {};
  return role === "assistant" && status === "final";
}
