/** Focus among rows that are drawn anew: it stays on its row, or goes on to the next one. */

/**
 * To be asked before a swap.
 * @param {ParentNode} root holds elements with `data-row` and an id
 * @returns {() => void} to be called after the swap; does nothing while focus stands somewhere
 */
export function noteFocus(root) {
  const held = document.activeElement;
  const row = held?.closest("[data-row]");
  const rows = [...root.querySelectorAll("[data-row]")];
  const at = row ? rows.indexOf(row) : -1;
  if (!(held instanceof HTMLElement) || at < 0) return () => {};
  const ids = [...rows.slice(at), ...rows.slice(0, at).reverse()].map(({ id }) => id);
  const { act } = held.dataset;
  return () => isLost() && restore(ids, act);
}

/** @returns {boolean} focus fell out of the page when what had it went */
export function isLost() {
  const held = document.activeElement;
  return !held || held === document.body || held instanceof HTMLDialogElement;
}

/** @param {Element | null} row */
export function focusRow(row) {
  const link = row?.matches("a") ? row : row?.querySelector("a");
  if (link instanceof HTMLElement) link.focus();
}

/**
 * @param {string[]} ids the row's own first, then those that could take its place
 * @param {string | undefined} act what its control did
 */
function restore(ids, act) {
  const row = ids.map((id) => document.getElementById(id)).find(Boolean) ?? null;
  const same = act && row?.id === ids[0] ? row.querySelector(`[data-act="${act}"]`) : null;
  if (same instanceof HTMLElement && same.checkVisibility()) same.focus();
  else focusRow(row);
}
