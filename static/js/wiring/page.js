/** What one tab of Parley is made of, and how all of it shows the facts of the call. */

import { Classic } from "../call/classic.js";
import { Call } from "../call/session.js";
import { describe } from "../call/states.js";
import { deviceId } from "../device.js";
import { uuid } from "../lib/ids.js";
import { Problem } from "../lib/problem.js";
import { Lists } from "../lists.js";
import { TabSocket } from "../tab/socket.js";
import { Talk } from "../talk.js";
import { Announcer } from "../views/announce.js";
import { CallBar } from "../views/callbar.js";
import { Composer } from "../views/composer.js";
import { Connection } from "../views/connection.js";
import { Drafts } from "../views/drafts.js";
import { Notices } from "../views/notices.js";
import { view } from "../views/parts.js";
import { Thread } from "../views/thread.js";

const { user = "", protocol = "1" } = document.body.dataset;

export class Page {
  socket = new TabSocket({ url: "/ws/", user, protocol });
  call = new Call({ socket: this.socket, user, device: deviceId() });
  notices = new Notices(view("notices"));
  thread = new Thread(view("newer"), (text) => this.warn(text));
  classic = new Classic();
  talk = new Talk(this.call, this.thread, this.notices, this.classic);
  drafts = new Drafts(user);
  composer = new Composer(view("composer"), {
    send: (content, clientId) => this.talk.send(content, clientId),
    talk: () => this.talk.begin(true),
    newId: uuid,
    drafts: this.drafts,
  });
  callbar = new CallBar(view("call"), this.call);
  announcer = new Announcer(view("announce"));
  connection = new Connection(view("foot"));
  lists = new Lists({
    call: this.call, thread: this.thread, device: deviceId(),
    named: (title) => this.#named(title),
  });
  /** The person is logging out: the page goes by itself. */ leaving = false;
  /** Who else follows it to another conversation. @type {(conversation: string | null) => void} */ turned = () => {};
  /** Who else draws the call. @type {(facts: Readonly<import("../call/states.js").Facts>, description: import("../call/states.js").Description) => void} */
  drawn = () => {};
  #shown = this.call.facts;

  /** Another page stands in the middle: the rest goes on, and looks at it. */
  turn() {
    this.thread.attach();
    this.turned(this.thread.conversation);
    this.classic.show(this.thread.conversation, this.thread.mode);
    this.turned(this.thread.conversation);
    this.composer.show(this.thread.conversation);
    this.announcer.turnPage();
    this.notices.turnPage();
    this.lists.turnPage();
    this.watch();
    this.draw(this.#shown);
  }

  watch() {
    const { conversation, revision } = this.thread;
    this.socket.send({ type: "watch", conversation, after_revision: revision });
  }

  /** @param {Readonly<import("../call/states.js").Facts>} facts */
  draw(facts) {
    this.#shown = facts;
    const description = describe(facts);
    this.callbar.draw(facts, description);
    this.drawn(facts, description);
    this.connection.saving(facts);
    this.announcer.tell(description, facts.phase === "error");
    this.#place(facts);
  }

  /** What the page shows of the call: its facts, or those of none when a failed one was dismissed. */
  get shown() { return this.#shown; }

  /** @returns {string} what the list calls the conversation of the call by now */
  get titleOfCall() { return this.lists.titleOf(this.call.conversation) ?? this.call.title; }

  /** @param {string} text of something that went wrong on this page */
  warn(text) {
    this.notices.tell({ key: "page", text, danger: true });
  }

  /** @param {unknown} error of something that was asked for by a click */
  failed(error) {
    if (!(error instanceof Problem)) throw error;
    this.notices.problem(error);
  }

  /**
   * Where the call is: in the conversation on this page, or in another.
   * @param {Readonly<import("../call/states.js").Facts>} facts
   */
  #place({ microphone }) {
    const { conversation, isOn } = this.call;
    const here = conversation === this.thread.conversation;
    this.callbar.where(isOn && conversation && !here ? { conversation, title: this.titleOfCall } : null);
    this.composer.talking(isOn && here && microphone);
    this.thread.aloud(isOn && here && microphone);
  }

  /** @param {string} title what the list calls the conversation on this page by now */
  #named(title) {
    if (!this.thread.conversation || title === this.thread.title) return;
    this.thread.title = title;
    this.announcer.turnPage(`${title} · Parley`);
  }
}
