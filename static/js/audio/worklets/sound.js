/** The AudioWorklets of a page: what a microphone hears, and what an assistant says. */

import "./pcm16.js";
import "./playout.js";
