/** What the tab's socket means for the call: the server ends it, the person is logged out, nothing is saved. */

const DEGRADED_AFTER_MS = 3_000;

/**
 * @typedef {object} Listener
 * @property {() => string | undefined} session the id of the session that is held
 * @property {(reason: string) => void} over
 * @property {(isDegraded: boolean) => void} degraded
 */

/**
 * @param {import("../tab/socket.js").TabSocket} socket
 * @param {Listener} listener
 */
export function hearSocket(socket, { session, over, degraded }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let blip;
  socket.on("closed", ({ willRetry }) => willRetry || over("logged_out"));
  socket.on("session", (frame) => {
    if (frame.state === "ended" && frame.session === session()) over(frame.reason);
  });
  socket.on("state", ({ online }) => {
    clearTimeout(blip);
    if (online) degraded(false);
    else blip = setTimeout(() => degraded(true), DEGRADED_AFTER_MS);
  });
}
