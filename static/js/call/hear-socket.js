/** What the tab's socket means for the call: the server ends it, the person is logged out, something is not heard or saved. */

const NEWS_AFTER_MS = 3_000;
const LOGGED_OUT = 4401;

/** What ends a session and not its call, when this page is on its way to the next one. */
const GOES_ON = new Set(["renewed", "lost", "failed"]);

/**
 * @typedef {object} Listener
 * @property {import("./line.js").Line} line
 * @property {(reason: string, news?: News) => void} over
 */
/**
 * What a `session` frame says.
 * @typedef {object} News
 * @property {string} session
 * @property {string} conversation
 * @property {"live" | "ended"} state
 * @property {string} device this browser's own id
 * @property {string} device_name
 * @property {string} since when the call began
 * @property {string} continued_on the name of the device that has taken it over
 * @property {"audio" | "text"} output
 */

/**
 * @param {import("../tab/socket.js").TabSocket} socket
 * @param {import("./situation.js").Situation} call
 * @param {Listener} listener
 */
export function hearSocket(socket, call, { line, over }) {
  const degraded = afterBlip((on) => call.change({ degraded: on }));
  const unheard = afterBlip((on, whose) => whose === line.session?.id && call.change({ unheard: on }));
  socket.on("closed", ({ code = LOGGED_OUT }) => code === LOGGED_OUT && over("logged_out"));
  socket.on("session", (frame) => {
    // What failed at the server has failed here too, a moment sooner or later: the line says so, and finds another.
    const isHeld = frame.session === line.session?.id && frame.reason !== "failed";
    const ours = isHeld || (frame.session === line.left?.id && !GOES_ON.has(frame.reason));
    if (frame.state === "ended" && ours) over(frame.reason, frame);
  });
  socket.on("state", ({ online }) => degraded(!online));
  socket.on("sideband", (frame) => frame.session === line.session?.id && unheard(frame.state === "lost", frame.session));
}

/**
 * What is over at once is no news: a deploy takes a moment.
 * @param {(on: boolean, whose?: string) => void} tell
 * @returns {(on: boolean, whose?: string) => void}
 */
function afterBlip(tell) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */ let blip;
  return (on, whose) => {
    clearTimeout(blip);
    if (on) blip = setTimeout(() => tell(true, whose), NEWS_AFTER_MS);
    else tell(false, whose);
  };
}
