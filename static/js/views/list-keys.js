/** The list by keyboard: arrows move, F2 renames, Delete deletes, Escape gives a new title up. */

/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };
/** @type {Record<string, string>} */
const ACTS = { F2: "rename", Delete: "delete" };

/**
 * @param {KeyboardEvent} event
 * @param {string} list selector of what the keys belong to
 */
export function pressKey(event, list) {
  const { target, key } = event;
  if (!(target instanceof HTMLElement) || !target.closest(list)) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const typing = target.matches("input");
  if (target.closest("[data-part=renaming]")) giveUp(event, target);
  else if (ACTS[key] && !typing) act(event, target.closest("[data-row]"), ACTS[key]);
  else if (STEPS[key] && (!typing || key === "ArrowDown")) step(event, target, list);
}

/**
 * Escape leaves the title as it was, and the dialog open.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} target
 */
function giveUp(event, target) {
  if (event.key !== "Escape") return;
  event.preventDefault();
  const cancel = target.closest("[data-row]")?.querySelector("[data-act=cancel]");
  if (cancel instanceof HTMLElement) cancel.click();
}

/**
 * @param {KeyboardEvent} event
 * @param {Element | null} row
 * @param {string} name
 */
function act(event, row, name) {
  const control = row?.querySelector(`[data-act="${name}"]`);
  if (!(control instanceof HTMLElement) || event.repeat) return;
  event.preventDefault();
  control.click();
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} target
 * @param {string} list
 */
function step(event, target, list) {
  const menu = target.closest("[data-part=menu]");
  const within = menu ?? target.closest(list);
  const stops = [...(within?.querySelectorAll(menu ? "button" : ".conversation__open") ?? [])];
  const own = target.closest("[data-row]")?.querySelector(".conversation__open") ?? target;
  const at = stops.indexOf(own) + STEPS[event.key];
  event.preventDefault();
  const above = at < 0 && event.key === "ArrowUp" && !menu; // to the search field
  const next = above ? within?.querySelector("[data-part=search]") : stops[Math.max(0, Math.min(stops.length - 1, at))];
  if (next instanceof HTMLElement) next.focus();
}
