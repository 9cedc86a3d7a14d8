/** What the server says to this tab, and who hears it. */

import { whenLookedAt } from "../tab/resting.js";
import { OUTDATED, RESTING } from "../tab/socket.js";

const { loginUrl = "/" } = document.body.dataset;
const ONLY_WHO_IS_LOGGED_IN = "/conversations/recent/";

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
 * @param {{code?: number, willRetry: boolean, unopened?: number}} closed
 */
function over(page, { code, willRetry, unopened = 0 }) {
  if (willRetry) return void (unopened % 3 === 2 && leaveIfLoggedOut(page));
  if (code === OUTDATED) outdated(page);
  else if (code === RESTING) rest(page);
  else if (code) leave(page);
}

/** @param {import("./page.js").Page} page */
function outdated({ notices, connection }) {
  notices.outdated();
  connection.over();
}

/** @param {import("./page.js").Page} page */
function rest({ socket, connection }) {
  connection.resting(true);
  whenLookedAt(() => {
    connection.resting(false);
    socket.connect();
  });
}

/** @param {import("./page.js").Page} page to the log-in, and back to where the person was */
function leave({ leaving }) {
  if (!leaving) location.assign(`${loginUrl}?logged_out=1&next=${encodeURIComponent(location.pathname)}`);
}

/**
 * A refused handshake has no reason that a page can read: a page of ours has.
 * @param {import("./page.js").Page} page
 */
async function leaveIfLoggedOut(page) {
  const asked = fetch(ONLY_WHO_IS_LOGGED_IN, { redirect: "manual" }).then(({ type }) => type, () => "");
  if ((await asked) === "opaqueredirect") leave(page);
}
