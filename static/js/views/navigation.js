/** Moving about: htmx swaps #page only, so a call stays; what is not of this shell is a full load. */

import { localise } from "./times.js";

/**
 * @typedef {object} Ears
 * @property {() => void} turned another page stands in #page
 * @property {(text: string) => void} failed
 */

/** @param {Ears} ears */
export function follow({ turned, failed }) {
  const on = (/** @type {string} */ name, /** @type {(detail: any) => void} */ act) =>
    document.body.addEventListener(name, (event) => act(/** @type {CustomEvent} */ (event).detail));
  on("htmx:configRequest", readdress);
  on("htmx:beforeSwap", choose);
  on("htmx:afterSettle", ({ target }) => {
    if (target?.id !== "page") return;
    document.getElementById("page")?.focus({ preventScroll: true }); // the link that was pressed may be gone
    turned();
  });
  on("htmx:load", ({ elt }) => localise(elt));
  on("htmx:historyRestore", () => turned());
  on("htmx:sendError", () => failed("The server cannot be reached. Try again in a moment."));
  on("htmx:responseError", ({ target, xhr }) => target?.id !== "page" && failed(refusal(xhr.status)));
  on("htmx:timeout", () => failed("The server took too long. Try again."));
}

/**
 * Hear of an element wherever it stands, now or after a swap.
 * @param {string} selector
 * @param {string} type of event
 * @param {(element: HTMLElement) => void} act
 */
export function pressed(selector, type, act) {
  document.addEventListener(type, ({ target }) => {
    const found = target instanceof Element && target.closest(selector);
    if (found instanceof HTMLElement) act(found);
  });
}

/** @param {number} status of an answer that changed nothing on the page */
function refusal(status) {
  if (status === 404) return "That is not there any more.";
  if (status === 403) return "This page is out of date. Reload it and try again.";
  return "Parley could not do that just now. Try again.";
}

/**
 * htmx notes where a link leads when it first sees it; the link to the call leads elsewhere with each call.
 * One with an hx-get of its own leads there only without scripts.
 * @param {any} detail of htmx:configRequest
 */
function readdress(detail) {
  const { elt, verb } = detail;
  const boosted = elt instanceof HTMLAnchorElement && !elt.hasAttribute("hx-get");
  if (boosted && verb === "get") detail.path = elt.getAttribute("href");
}

/**
 * Pages of the shell are swapped, errors among them; the way in (logged out meanwhile) is loaded whole.
 * @param {any} detail of htmx:beforeSwap
 */
function choose(detail) {
  if (detail.xhr.status === 422) detail.shouldSwap = true; // a form with what is wrong in it
  if (detail.xhr.status === 422) detail.isError = false;
  if (detail.target?.id !== "page") return;
  const page = new DOMParser().parseFromString(detail.serverResponse, "text/html");
  const login = document.body.dataset.loginUrl ?? "";
  const away = new URL(detail.xhr.responseURL || location.href).pathname === login;
  detail.shouldSwap = !away && page.querySelector("#page") !== null;
  if (!detail.shouldSwap) location.assign(detail.xhr.responseURL || location.href);
}
