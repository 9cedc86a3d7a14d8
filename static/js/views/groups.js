/** Headings in the list by the reader's own calendar, which the server does not know. */

const DAY_MS = 86_400_000;
const MONTH = /** @type {const} */ ({ month: "long" });
const MONTH_AND_YEAR = /** @type {const} */ ({ month: "long", year: "numeric" });

/** @param {Element} rows the list, newest first */
export function group(rows, now = new Date()) {
  for (const old of rows.querySelectorAll(".conversations__group")) old.remove();
  let last = "";
  for (const row of rows.querySelectorAll("[data-row]")) {
    const time = row.querySelector("time");
    const name = time ? heading(new Date(time.dateTime), now) : last; // one that is renamed has none
    if (name !== last) row.before(item(name));
    last = name;
  }
}

/**
 * @param {Date} at
 * @param {Date} now
 * @returns {string}
 */
export function heading(at, now) {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const days = Math.ceil((today.getTime() - at.getTime()) / DAY_MS);
  if (days <= 0) return "Today";
  if (days === 1) return "Yesterday";
  if (days < 7) return "This week";
  const isThisYear = at.getFullYear() === now.getFullYear();
  return at.toLocaleDateString([], isThisYear ? MONTH : MONTH_AND_YEAR);
}

/** @param {string} name */
function item(name) {
  const element = document.createElement("li");
  element.className = "conversations__group";
  element.textContent = name;
  return element;
}
