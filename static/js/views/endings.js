/** Why a call ended that the person did not end: what happened, what to do. */

/** @typedef {{text: string, again?: string}} Ending again: what going on is called, where it can help */

/** @type {Record<string, Ending>} */
const ENDINGS = {
  limit: { text: "This call lasted as long as a call may, and has ended. What was said is saved.", again: "Continue" },
  idle: { text: "Nobody spoke for a while, so the call has ended. What was said is saved.", again: "Continue" },
  lost: { text: "This page was out of reach for too long, and the call has ended. What was said is saved.", again: "Continue" },
  failed: { text: "The call broke off at the provider. What was said until then is saved.", again: "Try again" },
  stopped: { text: "An administrator has stopped calls for now. What was said is saved. Ask your administrator when calls are back." },
  altered: {
    text: "Something changed this call's settings again and again, so Parley ended it. It may be a browser extension: switch it off, then reload this page.",
  },
  deleted: { text: "This conversation was deleted in another tab or on another device. Its call has ended with it." },
  logged_out: { text: "You are logged out, and the call has ended. Log in to go on." },
};

/** A written conversation opens its line by itself with the next message: that it closed is no news. */
const NO_NEWS_IN_WRITING = new Set(["limit", "idle", "lost"]);

/**
 * @param {string} reason
 * @param {boolean} spoken the call had a microphone
 * @returns {Ending | null} null when there is nothing to say
 */
export function endingOf(reason, spoken) {
  if (!Object.hasOwn(ENDINGS, reason) || (!spoken && NO_NEWS_IN_WRITING.has(reason))) return null;
  return ENDINGS[reason];
}
