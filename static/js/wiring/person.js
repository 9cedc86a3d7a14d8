/** What the person presses, and what it does. */

import { NO_CALL } from "../call/states.js";
import { copyCode } from "../views/copying.js";
import { tellFindings } from "../views/findings.js";
import { follow, pressed } from "../views/navigation.js";
import { followPreferences, hearVoice } from "../views/preferences.js";
import { ThreadMenu } from "../views/thread-menu.js";

/** @param {import("./page.js").Page} page */
export function hearPerson(page) {
  hearCallBar(page);
  hearThread(page);
  hearForms(page);
  follow({ turned: () => page.turn(), failed: (text) => page.warn(text) });
}

/** @param {import("./page.js").Page} page */
function hearCallBar(page) {
  const { callbar, talk, call, composer } = page;
  callbar.on("end", () => call.end("ended"));
  callbar.on("retry", () => talk.again(false));
  callbar.on("dismiss", () => {
    page.draw(NO_CALL);
    composer.focus();
  });
}

/** @param {import("./page.js").Page} page */
function hearThread(page) {
  const { talk, composer, announcer, notices } = page;
  const menu = new ThreadMenu((done, said) => done.then(() => notices.brief(said), (error) => page.failed(error)));
  pressed("[data-opens=thread-menu]", "click", (button) => menu.openAt(button));
  pressed("[data-view=thread-menu] [data-does]", "click", (item) => menu.press(item));
  pressed("[data-part=begin]", "click", () => talk.begin(true));
  pressed("[data-try]", "click", ({ dataset }) => composer.say(dataset.try ?? ""));
  pressed("[data-copy]", "click", (button) => void copyCode(button, (text) => announcer.say(text)));
}

/** @param {import("./page.js").Page} page */
function hearForms(page) {
  followPreferences();
  pressed("[data-check=start]", "click", (button) => void tellFindings(button));
  pressed("[data-preview]", "click", ({ dataset }) => {
    hearVoice(dataset.preview ?? "").catch((error) => page.failed(error));
  });
  pressed("[data-logout]", "submit", () => {
    page.leaving = true;
    page.drafts.forget();
    void page.call.end("ended");
  });
}
