/** One tab of Parley: makes the page and wires it. */

import { hearCall } from "./wiring/call.js";
import { Page } from "./wiring/page.js";
import { hearPerson } from "./wiring/person.js";
import { hearSocket } from "./wiring/socket.js";

const page = new Page();

hearSocket(page);
hearCall(page);
hearPerson(page);
page.turn();
page.socket.connect();
page.talk.resume();
