/** `open_component`: one of Parley's own pages takes the place of this one, as by a link; the call goes on. */

const OPENED_WITHIN_MS = 6_000;

/**
 * @param {HTMLAnchorElement} link of the shell, which leads wherever it is told
 * @param {{path?: unknown, title?: unknown}} task
 * @returns {Promise<import("./evaluate.js").Answer>}
 */
export async function open(link, { path, title }) {
  const { href, origin, pathname } = new URL(`${path}`, location.href);
  if (origin !== location.origin) return { success: false, message: "That is not a page of Parley." };
  const writing = document.activeElement;
  if (pathname !== location.pathname) {
    link.href = href;
    const shown = turned(pathname);
    link.click();
    if (!(await shown)) return { success: false, message: "The page could not be opened." };
  }
  // Whoever is in the middle of a word writes on.
  if (writing instanceof HTMLTextAreaElement && writing.checkVisibility()) writing.focus({ preventScroll: true });
  return { success: true, message: `${title} is open.`, result: { page: `${title}` } };
}

/**
 * @param {string} pathname
 * @returns {Promise<boolean>} whether it stands in the middle, in time
 */
function turned(pathname) {
  return new Promise((resolve) => {
    const over = new AbortController();
    const end = (/** @type {boolean} */ shown) => {
      over.abort();
      clearTimeout(late);
      resolve(shown);
    };
    const late = setTimeout(() => end(false), OPENED_WITHIN_MS);
    const look = () => location.pathname === pathname && end(true);
    document.body.addEventListener("htmx:afterSettle", look, { signal: over.signal });
  });
}
