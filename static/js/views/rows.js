/** How a row takes its place among the others, and what it keeps of what stood there. */

/**
 * The child before which a row belongs: a later row, else the first bubble that has no number yet.
 * @param {HTMLElement} column
 * @param {number} sequence
 */
export function successor(column, sequence) {
  for (const child of column.children) {
    const own = /** @type {HTMLElement} */ (child).dataset.sequence;
    if (own === undefined || Number(own) > sequence) return child;
  }
  return null;
}

/**
 * A row that still grows was stored a moment ago: what is drawn already may be further.
 * @param {HTMLElement | null} drawn
 * @param {HTMLElement} fresh
 */
export function keepWords(drawn, fresh) {
  const [before, after] = [drawn, fresh].map((message) => message?.querySelector("[data-part=text]"));
  if (fresh.dataset.status !== "live" || !before || !after) return;
  const words = before.textContent ?? "";
  if (words.length > (after.textContent ?? "").length) after.textContent = words;
}

/**
 * Put the new row in the old one's place; what the reader had unfolded stays so, and focus with it.
 * @param {HTMLElement} old
 * @param {HTMLElement} fresh
 */
export function exchange(old, fresh) {
  const focused = old.contains(document.activeElement);
  fresh.querySelector("details")?.toggleAttribute("open", Boolean(old.querySelector("details[open]")));
  old.replaceWith(fresh);
  if (focused) fresh.querySelector("summary")?.focus({ preventScroll: true });
}
