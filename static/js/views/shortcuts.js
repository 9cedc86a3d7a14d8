/** Single keys, never while typing. */

const TYPING = "input, textarea, select, [contenteditable]";

/**
 * @param {Record<string, () => void>} acts by key, lower case
 * @param {Document} [page]
 */
export function listen(acts, page = document) {
  page.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest(TYPING);
    if (typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    acts[event.key.toLowerCase()]?.();
  });
}
