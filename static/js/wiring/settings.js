/** The settings of the call, from the side, and what of them the page itself has to do. */

import { CallSettings } from "../views/call-settings.js";
import { pressed } from "../views/navigation.js";
import { view } from "../views/parts.js";

/** @param {import("./page.js").Page} page */
export function hearSettings({ call, thread }) {
  const whose = () => (call.isOn ? call.conversation : thread.conversation);
  const settings = new CallSettings(view("call-settings"), whose);
  pressed("[data-opens=call-settings]", "click", (button) => settings.toggle(button));
  document.addEventListener("voice-chosen", () => call.move("voice"));
}
