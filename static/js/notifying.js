/** Notifications of the browser: only where the person has asked for them, here, by a click. */

const KEY = "parley.notifications";
const ICON = "/static/icons/icon-192.png";

/** @returns {"missing" | "blocked" | "on" | "off"} */
export function notifying() {
  if (!("Notification" in globalThis)) return "missing";
  if (Notification.permission === "denied") return "blocked";
  return Notification.permission === "granted" && localStorage.getItem(KEY) === "on" ? "on" : "off";
}

/** @param {boolean} wanted by a click: browsers ask for permission only then */
export async function wantNotifications(wanted) {
  if (wanted && Notification.permission !== "granted") await Notification.requestPermission();
  localStorage.setItem(KEY, wanted ? "on" : "off");
}

/** @param {import("./news.js").Item} item */
export async function notify({ id, text, about = "", url = "/" }) {
  if (notifying() !== "on") return;
  const options = { body: about, tag: id, icon: ICON, data: { url } };
  const worker = await navigator.serviceWorker?.getRegistration();
  // Android shows none but a worker's; without a worker (a plain address) there are only the page's.
  if (worker?.active) await worker.showNotification(text, options);
  else new Notification(text, options).onclick = () => globalThis.focus();
}
