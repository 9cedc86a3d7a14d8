/** One tab of Parley: makes the socket, the call and the views, and wires them. */

import { Call } from "./call/session.js";
import { describe, NO_CALL } from "./call/states.js";
import { deviceId } from "./device.js";
import { uuid } from "./lib/ids.js";
import { Problem } from "./lib/problem.js";
import { Lists } from "./lists.js";
import { OUTDATED, TabSocket } from "./tab/socket.js";
import { Talk } from "./talk.js";
import { TalkingTabs } from "./talking-tabs.js";
import { Announcer } from "./views/announce.js";
import { CallBar } from "./views/callbar.js";
import { Composer } from "./views/composer.js";
import { Connection } from "./views/connection.js";
import { copyCode } from "./views/copying.js";
import { Drafts } from "./views/drafts.js";
import { tellFindings } from "./views/findings.js";
import { keepFocus } from "./views/focus.js";
import { follow, pressed } from "./views/navigation.js";
import { Notices } from "./views/notices.js";
import { view } from "./views/parts.js";
import { followPreferences, hearVoice } from "./views/preferences.js";
import { listen } from "./views/shortcuts.js";
import { Thread } from "./views/thread.js";
import { ThreadMenu } from "./views/thread-menu.js";

const { user = "", protocol = "1", loginUrl = "/" } = document.body.dataset;
const socket = new TabSocket({ url: "/ws/", user, protocol });
const call = new Call({ socket, user, device: deviceId() });

const notices = new Notices(view("notices"));
const thread = new Thread(view("newer"), (text) => notices.tell({ key: "page", text, danger: true }));
const talk = new Talk(call, thread, notices);
const drafts = new Drafts(user);
const composer = new Composer(view("composer"), {
  send: (content, clientId) => talk.send(content, clientId),
  talk: () => talk.begin(true),
  newId: uuid,
  drafts,
});
const callbar = new CallBar(view("call"), call);
const announcer = new Announcer(view("announce"));
const connection = new Connection(view("foot"));
const lists = new Lists({ call, thread, device: deviceId(), named });
const talking = new TalkingTabs();
const menu = new ThreadMenu((done, said) => done.then(() => notices.brief(said), failed));
let shown = call.facts;

hearSocket();
hearCall();
hearPerson();
turnPage();
socket.connect();
talk.resume();

function hearSocket() {
  socket.on("open", () => {
    notices.drop("page"); // the server is there again
    watch();
    lists.refresh(); // what was said while nobody listened
  });
  socket.on("state", ({ online }) => connection.online(online));
  socket.on("live", ({ paused }) => connection.paused(paused));
  socket.on("closed", ({ code, willRetry }) => {
    if (code && !willRetry && code !== OUTDATED) return location.assign(loginUrl);
    if (code !== OUTDATED) return;
    notices.outdated();
    connection.over();
  });
  socket.on("changes", (changes) => {
    thread.apply(changes);
    if (changes.more) watch();
  });
  socket.on("partial", (partial) => thread.grow(partial));
  for (const news of ["conversations", "session"]) socket.on(news, () => lists.refresh());
}

function hearCall() {
  call.on("facts", (facts) => keepFocus(view("dock"), () => draw(facts)));
  call.on("facts", (facts) => void hearOtherTabs(facts));
  call.on("partial", (partial) => thread.grow(partial));
  call.on("problem", (problem) => call.facts.phase === "error" || notices.problem(problem));
  call.on("note", (text) => notices.tell({ key: "note", text }));
  call.on("elsewhere", () => notices.elsewhere(() => talk.again(true)));
  call.on("ended", ({ reason }) => {
    thread.settle();
    notices.ended(reason, call.facts.microphone, () => talk.again(false));
  });
  call.on("gap", (gap) => notices.gap(gap));
}

function hearPerson() {
  callbar.on("mute", () => talk.mute());
  callbar.on("end", () => call.end("ended"));
  callbar.on("orb", () => call.interrupt());
  callbar.on("retry", () => talk.again(false));
  callbar.on("dismiss", () => {
    draw(NO_CALL);
    composer.focus();
  });
  listen({ m: () => talk.mute() });
  followPreferences();
  pressed("[data-check=start]", "click", (button) => void tellFindings(button));
  pressed("[data-preview]", "click", ({ dataset }) => void hearVoice(dataset.preview ?? "").catch(failed));
  pressed("[data-opens=thread-menu]", "click", (button) => menu.openAt(button));
  pressed("[data-view=thread-menu] [data-does]", "click", (item) => menu.press(item));
  follow({ turned: turnPage, failed: (text) => notices.tell({ key: "page", text, danger: true }) });
  pressed("[data-part=begin]", "click", () => talk.begin(true));
  pressed("[data-try]", "click", ({ dataset }) => composer.say(dataset.try ?? ""));
  pressed("[data-copy]", "click", (button) => void copyCode(button, (text) => announcer.say(text)));
  pressed("[data-logout]", "submit", () => {
    drafts.forget();
    void call.end("ended");
  });
}

function turnPage() {
  thread.attach();
  composer.show(thread.conversation);
  announcer.turnPage();
  notices.turnPage();
  lists.turnPage();
  watch();
  draw(shown);
}

function watch() {
  socket.send({ type: "watch", conversation: thread.conversation, after_revision: thread.revision });
}

/** @param {Readonly<import("./call/states.js").Facts>} facts */
function draw(facts) {
  shown = facts;
  const { conversation, title, isOn } = call;
  const here = conversation === thread.conversation;
  const description = describe(facts);
  callbar.draw(facts, description);
  const known = lists.titleOf(conversation) ?? title;
  callbar.where(isOn && conversation && !here ? { conversation, title: known } : null);
  composer.talking(isOn && here && facts.microphone);
  thread.aloud(isOn && here && facts.microphone);
  connection.saving(facts);
  announcer.tell(description, facts.phase === "error");
}

/** @param {Readonly<import("./call/states.js").Facts>} facts */
async function hearOtherTabs({ phase, microphone }) {
  const talks = phase === "live" && microphone;
  if (!talks) notices.drop("echo");
  if (await talking.talks(talks ? call.conversation : null)) notices.echo(() => call.mute(true));
}

/** @param {string} title what the list calls the conversation on this page by now */
function named(title) {
  if (!thread.conversation || title === thread.title) return;
  thread.title = title;
  announcer.turnPage(`${title} · Parley`);
}

/** @param {unknown} error of something that was asked for by a click */
function failed(error) {
  if (!(error instanceof Problem)) throw error;
  notices.problem(error);
}
