/** The preferences page: what a change shows at once, before the server has it. */

import { postForSound } from "../lib/http.js";

/** @type {Record<string, string>} */
const SHOWN_BY = {
  theme: "theme", show_tool_calls: "toolCalls", show_annotations: "annotations",
  talk_key: "talkKey", single_keys: "singleKeys", transport: "transport",
  read_aloud: "readAloud", reading_speed: "readingSpeed", send_recordings: "sendRecordings",
};

/** One sample at a time. */
const sample = new Audio();

/** The page may be swapped in and out: it is heard at the document. */
export function followPreferences() {
  document.addEventListener("input", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.closest("[data-preferences]")) return;
    if (target.type === "range") tell(target);
    show(target);
  });
}

/** @param {HTMLInputElement} range */
function tell(range) {
  const output = range.parentElement?.querySelector("output");
  if (output) output.value = `${range.value} ${output.dataset.unit ?? ""}`;
}

/** @param {HTMLInputElement} choice */
function show({ name, type, value, checked }) {
  const attribute = SHOWN_BY[name];
  if (attribute) document.documentElement.dataset[attribute] = type === "checkbox" ? (checked ? "on" : "off") : value;
}

/**
 * @param {string} voice
 * @returns {Promise<void>} when its sample is heard
 * @throws {import("../lib/problem.js").Problem}
 */
export async function hearVoice(voice) {
  sample.pause();
  const sound = await postForSound(`/voices/${voice}/preview/`, {});
  URL.revokeObjectURL(sample.src);
  sample.src = URL.createObjectURL(sound);
  await sample.play();
}
