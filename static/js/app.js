/** One tab of Parley: makes the socket, the call and the views, and wires them. */

import { postMessage } from "./call/messages.js";
import { Call } from "./call/session.js";
import { describe, NO_CALL } from "./call/states.js";
import { uuid } from "./lib/ids.js";
import { TabSocket } from "./tab/socket.js";
import { Announcer } from "./views/announce.js";
import { CallBar } from "./views/callbar.js";
import { Composer } from "./views/composer.js";
import { Connection } from "./views/connection.js";
import { Conversations } from "./views/conversations.js";
import { follow } from "./views/navigation.js";
import { Notices } from "./views/notices.js";
import { view } from "./views/parts.js";
import { listen } from "./views/shortcuts.js";
import { Sidebar } from "./views/sidebar.js";
import { Thread } from "./views/thread.js";
import { localise } from "./views/times.js";

/** @typedef {import("./call/states.js").Facts} Facts */
/** @typedef {{conversation: string, title: string, microphone: boolean}} Wish */

const DEVICE_KEY = "parley.device";

const { user = "", protocol = "1", loginUrl = "/" } = document.body.dataset;
const socket = new TabSocket({ url: "/ws/", user });
const call = new Call({ socket, user, device: deviceId() });

const thread = new Thread(view("newer"));
const composer = new Composer(view("composer"), { send, talk: () => begin(true), newId: uuid });
const callbar = new CallBar(view("call"), call);
const announcer = new Announcer(view("announce"));
const notices = new Notices(view("notices"));
const connection = new Connection(view("offline"), view("saving"));
const sidebar = new Sidebar(/** @type {HTMLElement} */ (document.querySelector("#sidebar")));
const conversations = new Conversations(view("conversations"));
/** What the person asked for last. @type {Wish | null} */
let wish = Call.resumable();
let shown = call.facts;

hearSocket();
hearCall();
hearPerson();
turnPage();
socket.connect();
if (wish) again(true);

function hearSocket() {
  socket.on("hello", (hello) => String(hello.protocol) === protocol || notices.outdated());
  socket.on("open", watch);
  socket.on("state", ({ online }) => connection.online(online));
  socket.on("closed", ({ code, willRetry }) => { if (code && !willRetry) location.assign(loginUrl); });
  socket.on("changes", (changes) => {
    thread.apply(changes);
    if (changes.more) watch();
  });
  socket.on("partial", (partial) => thread.grow(partial));
  for (const news of ["conversations", "session"]) socket.on(news, () => sidebar.refresh());
}

function hearCall() {
  call.on("facts", draw);
  call.on("partial", (partial) => thread.grow(partial));
  call.on("problem", (problem) => call.facts.phase === "error" || notices.problem(problem));
  call.on("elsewhere", () => notices.elsewhere(() => again(true)));
  call.on("ended", ({ reason }) => {
    thread.settle();
    notices.ended(reason);
  });
}

function hearPerson() {
  callbar.on("mute", mute);
  callbar.on("end", () => call.end("ended"));
  callbar.on("orb", () => call.interrupt());
  callbar.on("retry", () => again(false));
  callbar.on("dismiss", () => draw(NO_CALL));
  listen({ m: mute });
  follow({ turned: turnPage, failed: (text) => notices.tell({ key: "page", text, danger: true }) });
  document.addEventListener("submit", (event) => {
    if (event.target instanceof Element && event.target.matches("[data-logout]")) call.end("ended");
  });
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element)) return;
    if (target.closest("[data-part=begin]")) begin(true);
    const said = target.closest("[data-try]");
    if (said instanceof HTMLElement) composer.say(said.dataset.try ?? "");
  });
}

function turnPage() {
  thread.attach();
  composer.show(thread.conversation);
  localise(document); // htmx tells of what comes later
  announcer.turnPage();
  sidebar.turnPage();
  conversations.turnPage();
  watch();
  draw(shown);
}

function watch() {
  socket.send({ type: "watch", conversation: thread.conversation, after_revision: thread.revision });
}

/** @param {Readonly<Facts>} facts */
function draw(facts) {
  shown = facts;
  const { conversation, title, isOn } = call;
  const here = conversation === thread.conversation;
  const description = describe(facts);
  callbar.draw(facts, description);
  callbar.where(isOn && conversation && !here ? { conversation, title } : null);
  composer.talking(isOn && here && facts.microphone);
  connection.saving(facts.saving);
  announcer.tell(description, facts.phase === "error");
}

/**
 * @param {string} content
 * @param {string} clientId
 */
async function send(content, clientId) {
  const conversation = thread.conversation ?? "";
  const { item_id } = await postMessage({ conversation, content, client_id: clientId });
  if (call.isOn && call.conversation === conversation) call.sendText({ item_id, content });
  else begin(false);
}

/** @param {boolean} microphone */
function begin(microphone) {
  if (!thread.conversation) return;
  wish = { conversation: thread.conversation, title: thread.title, microphone };
  const elsewhere = call.isOn && call.conversation !== thread.conversation;
  if (elsewhere) notices.busy(call.title, () => again(false));
  else again(false);
}

/** @param {boolean} takeOver */
function again(takeOver) {
  if (wish) void call.start({ ...wish, takeOver });
}

function mute() {
  if (call.isOn && call.facts.microphone) call.mute(!call.facts.muted);
}

/** @returns {string} this browser's own id: a reload may take its call over without asking */
function deviceId() {
  const known = localStorage.getItem(DEVICE_KEY) ?? uuid();
  localStorage.setItem(DEVICE_KEY, known);
  return known;
}
