/**
 * The service worker: when a page cannot be fetched it shows the one that says so, and it shows notifications.
 * It keeps that page and what draws it, nothing else; sockets never pass it.
 * `chat/views/installing.py` puts a first line before this that names the files.
 */

/** @typedef {{version: string, page: string, files: string[], badge: string}} Kept */
/**
 * @typedef {object} Worker what this needs of its global scope; the page's types are others
 * @property {Kept} parley
 * @property {CacheStorage} caches
 * @property {{preloadResponse: any, navigationPreload?: {enable: () => Promise<void>}} & ServiceWorkerRegistration} registration
 * @property {{claim: () => Promise<void>, matchAll: (query: object) => Promise<any[]>, openWindow: (url: string) => Promise<any>}} clients
 * @property {() => Promise<void>} skipWaiting
 * @property {(type: string, listener: (event: any) => void) => void} addEventListener
 */

const worker = /** @type {Worker} */ (/** @type {unknown} */ (self));
const { version, page, files } = worker.parley;
const NAME = `parley-offline-${version}`;

worker.addEventListener("install", (event) => event.waitUntil(keep()));
worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
worker.addEventListener("fetch", (event) => answer(event));
worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(show(event.notification.data?.url ?? "/"));
});

/** As a stranger: what is kept must be nobody's. */
async function keep() {
  const cache = await worker.caches.open(NAME);
  await cache.addAll(files.map((file) => new Request(file, { credentials: "omit", cache: "reload" })));
  await worker.skipWaiting();
}

async function takeOver() {
  for (const name of await worker.caches.keys()) if (name !== NAME) await worker.caches.delete(name);
  await worker.registration.navigationPreload?.enable();
  await worker.clients.claim();
}

/** @param {any} event of a request: only pages are answered here, and without a network what draws ours */
function answer(event) {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(fetched(event).catch(() => kept(page)));
  else if (files.includes(new URL(request.url).pathname)) event.respondWith(fetch(request).catch(() => kept(request)));
}

/** @param {any} event */
async function fetched({ request, preloadResponse }) {
  return (await preloadResponse) ?? fetch(request);
}

/**
 * @param {RequestInfo} request
 * @returns {Promise<Response>}
 */
async function kept(request) {
  const cache = await worker.caches.open(NAME);
  return (await cache.match(request, { ignoreVary: true })) ?? Response.error();
}

/**
 * The tab that shows it comes to the front; no tab is sent elsewhere: it may be in a call.
 * @param {string} url
 */
async function show(url) {
  const tabs = await worker.clients.matchAll({ type: "window" });
  const there = tabs.find((tab) => new URL(tab.url).pathname === url);
  if (there) await there.focus();
  else await worker.clients.openWindow(url);
}
