/** What the assistant does beside the conversation: items and files on their pages, notifications anywhere. */

import { LiveLists } from "../views/live-lists.js";
import { Toasts } from "../views/toasts.js";
import { view } from "../views/parts.js";

/** @param {import("./page.js").Page} page */
export function hearOwnThings({ socket }) {
  const lists = new LiveLists();
  socket.on("open", () => lists.refresh()); // what was changed while nobody listened
  socket.on("collection", ({ name }) => lists.refresh(name));
  const toasts = new Toasts(view("toasts"));
  socket.on("notification", (notification) => toasts.show(notification));
}
