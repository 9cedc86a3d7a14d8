/** Times in the reader's own zone and manner; the server writes them in its own. */

const DAY_MS = 86_400_000;
const MINUTE = /** @type {const} */ ({ hour: "2-digit", minute: "2-digit" });
const WEEKDAY = /** @type {const} */ ({ weekday: "short" });
const DATE = /** @type {const} */ ({ day: "numeric", month: "short" });
const WEEKDAY_AND_TIME = /** @type {const} */ ({ weekday: "long", ...MINUTE });
const LONG_DATE = /** @type {const} */ ({ day: "numeric", month: "long" });
const OTHER_YEAR = /** @type {const} */ ({ ...LONG_DATE, year: "numeric" });
const LONG = /** @type {const} */ ({ day: "numeric", month: "long", ...MINUTE });

/** @param {ParentNode} root */
export function localise(root) {
  for (const time of root.querySelectorAll("time[data-time]")) {
    if (!(time instanceof HTMLTimeElement)) continue;
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    time.textContent = spell(at, time.dataset.time ?? "minute", new Date());
    time.title = at.toLocaleString();
  }
}

/**
 * @param {Date} at
 * @param {string} manner `minute`, `day` (the shortest that is clear), `moment` (with the time while it matters) or `long`
 * @param {Date} now
 */
export function spell(at, manner, now) {
  if (manner === "minute") return at.toLocaleTimeString([], MINUTE);
  if (manner === "long") return at.toLocaleString([], LONG);
  if (at.toDateString() === now.toDateString()) return at.toLocaleTimeString([], MINUTE);
  const recent = now.getTime() - at.getTime() < 6 * DAY_MS;
  if (manner === "moment" && recent) return at.toLocaleString([], WEEKDAY_AND_TIME);
  if (manner === "moment") return at.toLocaleDateString([], at.getFullYear() === now.getFullYear() ? LONG_DATE : OTHER_YEAR);
  return at.toLocaleDateString([], recent ? WEEKDAY : DATE);
}

/**
 * @param {number} milliseconds
 * @returns {string} like 2:07, or 1:02:07
 */
export function elapsed(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const tail = `${hours ? String(minutes).padStart(2, "0") : minutes}:${String(seconds % 60).padStart(2, "0")}`;
  return hours ? `${hours}:${tail}` : tail;
}
