/** Makes Parley installable: its service worker, which keeps the page for when there is no network. */

/** Only after all else: what it fetches must keep nobody waiting. Missing on plain http, where nothing can be installed. */
export function install() {
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}

function register() {
  navigator.serviceWorker?.register("/worker.js", { updateViaCache: "none" }).catch(() => {
    // A browser that forbids it (private windows) has the same Parley, only without this.
  });
}
