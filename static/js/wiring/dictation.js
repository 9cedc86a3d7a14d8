/** Dictation: what starts and ends it, and what of the page it touches. */

import { Dictation } from "../dictation/dictation.js";
import { composerSurface, draftSurface } from "../dictation/surfaces.js";
import { Devices } from "../audio/devices.js";
import { deviceId } from "../device.js";
import { postJson } from "../lib/http.js";
import { Problem } from "../lib/problem.js";
import { DictationBar } from "../views/dictation-bar.js";
import { pressed } from "../views/navigation.js";
import { view } from "../views/parts.js";
import { listen, listenToChords } from "../views/shortcuts.js";

const SILENCE_MS = 300;
const TRYING = "Trying again. What you say is kept.";
const NOT_TO_THE_CALL = "The call does not hear you meanwhile.";
const MOVED = "Dictation goes on in another tab.";
const { dataset } = document.body;

/** @param {import("./page.js").Page} page */
export function hearDictation(page) {
  const form = /** @type {HTMLFormElement} */ (view("composer"));
  const bar = new DictationBar(form);
  const devices = new Devices();
  const microphone = () => devices.chosen("audioinput");
  const dictation = new Dictation({ device: deviceId(), worklet: bar.worklet, silenceMs: SILENCE_MS, microphone });
  const toggle = () => {
    const { conversation } = page.thread;
    if (dictation.isOn) dictation.stop();
    else if (conversation && dataset.dictation !== "off") void dictation.start(conversation, composerSurface(form));
    if (!matchMedia("(pointer: coarse)").matches) page.composer.focus(); // a keyboard of glass would cover the page
  };
  bar.onPress(toggle);
  bar.onLanguage((language) => void speak(page, dictation, language));
  hearKeys(form, dictation, toggle);
  document.body.addEventListener("dictation", (event) => {
    const { on, language, languages } = /** @type {CustomEvent} */ (event).detail;
    Object.assign(dataset, { dictation: on ? "on" : "off", dictationLanguage: language });
    bar.choose(language, languages);
    if (!on) dictation.stop();
  });
  const hushed = hearCall(page, dictation);
  show(page, { dictation, bar, hushed });
  follow(page, dictation);
}

/**
 * @param {HTMLElement} form
 * @param {Dictation} dictation
 * @param {() => void} toggle
 */
function hearKeys(form, dictation, toggle) {
  const unlessCovered = () => form.closest("[inert]") || toggle(); // the voice room stands over the field
  listen({ d: unlessCovered }, () => document.documentElement.dataset.singleKeys !== "off");
  listenToChords({ d: unlessCovered });
  form.addEventListener("keydown", ({ key }) => key === "Escape" && dictation.stop());
}

/**
 * One mouth, one listener: the call's microphone is off while one dictates; whoever switches it on again ends the dictation.
 * @param {import("./page.js").Page} page
 * @param {Dictation} dictation
 * @returns {() => boolean} whether a call is muted for it
 */
function hearCall({ call }, dictation) {
  let isOurs = false;
  const hears = () => call.isOn && call.facts.microphone && !call.facts.stopped && (call.facts.pushToTalk ? call.facts.holding : !call.facts.muted);
  dictation.on("change", () => {
    if (dictation.isOn && hears() && !isOurs) {
      isOurs = true;
      call.mute(true);
    } else if (!dictation.isOn && isOurs) {
      isOurs = false;
      call.mute(false);
    }
  });
  call.on("facts", () => {
    if (!dictation.isOn || !hears()) return;
    isOurs = false;
    dictation.stop();
  });
  return () => isOurs;
}

/**
 * @param {import("./page.js").Page} page
 * @param {{dictation: Dictation, bar: DictationBar, hushed: () => boolean}} parts
 */
function show({ notices }, { dictation, bar, hushed }) {
  let told = "";
  const draw = () => {
    if (dictation.isOn) told = "";
    const { state, isOn } = dictation;
    bar.draw({ state, isOn, note: told || (dictation.tries > 0 && isOn ? TRYING : "") || (isOn && hushed() ? NOT_TO_THE_CALL : "") });
  };
  dictation.on("change", draw);
  dictation.on("problem", (problem) => {
    if (!(problem instanceof Problem)) throw problem;
    told = problem.message;
    draw();
  });
  dictation.on("moved", () => notices.brief(MOVED));
  dictation.on("cleared", (undo) => notices.tell({ key: "cleared", text: "The text was cleared.", action: { label: "Undo", run: undo } }));
  dictation.on("gone", ({ key, run }) => bar.drop(run.name + key));
  dictation.on("failed", ({ key, seconds, run }) => {
    const retry = () => {
      bar.drop(run.name + key);
      run.retry(key);
    };
    bar.offer(run.name + key, seconds, { retry, discard: () => run.discard(key) });
  });
}

/**
 * @param {import("./page.js").Page} page
 * @param {Dictation} dictation
 */
function follow(page, dictation) {
  page.turned = (conversation) => {
    if (dictation.conversation && conversation !== dictation.conversation) {
      dictation.turn(draftSurface(page.drafts, dictation.conversation));
    }
  };
  // Not when the other page is there: the microphone is given back with the click.
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (/** @type {CustomEvent} */ (event).detail.target?.id === "page") dictation.stop();
  });
  addEventListener("pagehide", () => dictation.leave());
  pressed("[data-logout]", "submit", () => dictation.leave());
}

/**
 * @param {import("./page.js").Page} page
 * @param {Dictation} dictation
 * @param {string} language
 */
async function speak(page, dictation, language) {
  try {
    await postJson("/preferences/dictation/language/", { language });
    dictation.renew();
  } catch (problem) {
    page.failed(problem);
  }
}
