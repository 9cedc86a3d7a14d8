/** One tab of Parley: makes the page and wires it. */

import { install } from "./installing.js";
import { followThisBrowser } from "./views/this-browser.js";
import { hearApprovals } from "./wiring/approvals.js";
import { hearCall } from "./wiring/call.js";
import { hearClassic } from "./wiring/classic.js";
import { hearControls } from "./wiring/controls.js";
import { hearDebugging } from "./wiring/debugging.js";
import { hearDictation } from "./wiring/dictation.js";
import { hearElsewhere, hearIdling } from "./wiring/elsewhere.js";
import { hearNews } from "./wiring/news.js";
import { Page } from "./wiring/page.js";
import { hearPageLife } from "./wiring/page-life.js";
import { hearOwnThings } from "./wiring/own-things.js";
import { hearPerson } from "./wiring/person.js";
import { hearReading } from "./wiring/reading.js";
import { hearRecording } from "./wiring/recording.js";
import { hearRoom } from "./wiring/room.js";
import { hearRetries } from "./wiring/retries.js";
import { hearSettings } from "./wiring/settings.js";
import { hearSocket } from "./wiring/socket.js";
import { hearTools } from "./wiring/tools.js";

const page = new Page();

hearNews(page); // before the thread draws them
hearReading(page); // the same
hearSocket(page);
hearCall(page);
hearClassic(page);
hearPerson(page);
hearSettings(page);
hearControls(page);
hearDictation(page);
hearRoom(page);
hearElsewhere(page);
hearIdling(page);
hearRetries(page);
hearTools(page);
hearRecording(page);
hearOwnThings(page);
hearApprovals(page);
hearPageLife(page);
hearDebugging(page);
followThisBrowser();
page.turn();
page.socket.connect();
void page.talk.resume();
install();
