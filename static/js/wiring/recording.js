/** Recorded messages: the button, what is recorded, its words in the field, and hearing it again. */

import { listening } from "../audio/microphone.js";
import { Problem } from "../lib/problem.js";
import { Attaching } from "../recording/attaching.js";
import { Recordings } from "../recording/recordings.js";
import { Shelf } from "../recording/shelf.js";
import { Taking } from "../recording/taking.js";
import { upload } from "../recording/upload.js";
import { pressed } from "../views/navigation.js";
import { hearRecordings } from "../views/playing.js";
import { RecorderView } from "../views/recorder.js";
import { RecordingsView } from "../views/recordings.js";
import { view } from "../views/parts.js";

const { dataset } = document.documentElement;
const TOO_SHORT = "That was too short. Hold the button while you speak, or click it once to begin and once when you are done.";
const UNPLAYABLE = "This recording cannot be played just now. Try again.";

/** @param {import("./page.js").Page} page */
export function hearRecording(page) {
  const user = document.body.dataset.user ?? "";
  const recordings = new Recordings(new Shelf(user), upload);
  const attaching = new Attaching(user);
  hearButton(page, recordings);
  hearWritten(page, recordings, attaching);
  hearField(page, attaching);
  hearSounds(page);
  pressed("[data-logout]", "submit", () => void recordings.forget());
  void recordings.load();
}

/**
 * @param {import("./page.js").Page} page
 * @param {Recordings} recordings
 */
function hearButton(page, recordings) {
  const shown = new RecorderView(view("composer"));
  const taking = new Taking(shown, Number(document.body.dataset.recordingMs));
  shown.on("start", () => page.thread.conversation && void taking.start(page.thread.conversation));
  taking.on("taken", ({ conversation, recorded }) => void recordings.send(conversation, recorded));
  taking.on("short", () => page.notices.brief(TOO_SHORT));
  taking.on("problem", (error) => page.failed(error));
  addEventListener("pagehide", () => taking.cancel());
}

/**
 * @param {import("./page.js").Page} page
 * @param {Recordings} recordings
 * @param {Attaching} attaching
 */
function hearWritten({ composer, thread, drafts, notices }, recordings, attaching) {
  const lines = new RecordingsView(view("recordings"), {
    retry: (id) => void recordings.retry(id),
    discard: (id) => void recordings.discard(id),
  });
  recordings.on("change", (ways) => lines.show(ways));
  recordings.on("written", ({ conversation, text, recording, note }) => {
    if (note) notices.tell({ key: "recording", text: note });
    const isHere = conversation === thread.conversation;
    if (isHere) composer.add(text);
    else drafts.keep(conversation, `${drafts.of(conversation)} ${text}`.trim());
    attaching.note(conversation, recording);
    if (isHere && dataset.sendRecordings === "on") composer.submit();
  });
}

/**
 * @param {import("./page.js").Page} page
 * @param {Attaching} attaching
 */
function hearField(page, attaching) {
  const form = view("composer");
  form.addEventListener("input", ({ target }) => {
    const isEmpty = target instanceof HTMLTextAreaElement && !target.value.trim();
    if (isEmpty && page.thread.conversation) attaching.note(page.thread.conversation, null); // what is written next is something else
  });
  form.addEventListener("sent", (event) => {
    const { conversation, clientId } = /** @type {CustomEvent} */ (event).detail;
    attaching.sent(conversation, clientId).catch((error) => page.failed(error));
  });
}

/** @param {import("./page.js").Page} page */
function hearSounds(page) {
  const failed = () => page.failed(new Problem("unplayable", UNPLAYABLE, true));
  const stop = hearRecordings({ begins: () => listening.emit("open"), failed });
  addEventListener("pagehide", stop);
}
