/** What the server says to this tab, and who hears it. */

import { OUTDATED } from "../tab/socket.js";

const { loginUrl = "/" } = document.body.dataset;

/** @param {import("./page.js").Page} page */
export function hearSocket(page) {
  const { socket, thread, lists, connection, notices } = page;
  socket.on("open", () => {
    notices.drop("page"); // the server is there again
    page.watch();
    lists.refresh(); // what was said while nobody listened
  });
  socket.on("state", ({ online }) => connection.online(online));
  socket.on("live", ({ paused }) => connection.paused(paused));
  socket.on("closed", (closed) => over(page, closed));
  socket.on("changes", (changes) => {
    thread.apply(changes);
    if (changes.more) page.watch();
  });
  socket.on("partial", (partial) => thread.grow(partial));
  for (const news of ["conversations", "session"]) socket.on(news, () => lists.refresh());
}

/**
 * @param {import("./page.js").Page} page
 * @param {{code: number, willRetry: boolean}} closed
 */
function over({ notices, connection }, { code, willRetry }) {
  if (code && !willRetry && code !== OUTDATED) return location.assign(loginUrl);
  if (code !== OUTDATED) return;
  notices.outdated();
  connection.over();
}
