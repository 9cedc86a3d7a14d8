/** Runs in the page before its own scripts: what dictation sends and hears, and a network that can be cut. */
(() => {
  const state = {
    sockets: [], sessions: [], sent: [], seen: [], blocked: false,
    cut: () => state.sockets.at(-1).close(),
    deny, watch, watchState, noteRelease, seenAt: {}, states: {}, clickedAt: 0,
  };
  window.dictating = state;
  const mine = (url) => /intent=transcription|\/ws\/dictation\//.test(url);

  window.WebSocket = class extends WebSocket {
    constructor(url, protocols) {
      super(state.blocked && /intent=transcription/.test(url) ? "ws://127.0.0.1:9/" : url, protocols);
      if (!mine(String(url))) return;
      state.sockets.push(this);
      this.addEventListener("message", ({ data }) => {
        const { type, session } = JSON.parse(data);
        if (type === "session.created") state.sessions.push(session);
      });
    }

    send(frame) {
      if (typeof frame === "string" && mine(this.url)) state.sent.push(JSON.parse(frame).type);
      super.send(frame);
    }
  };

  function deny() {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no", "NotAllowedError"));
  }

  function watch() {
    const field = document.getElementById("composer-text");
    state.seenAt = {};
    field.addEventListener("input", () => {
      state.seen.push(field.value);
      state.seenAt[field.value] ??= instruments.now();
    });
  }

  function watchState() {
    const line = document.querySelector("[data-part=dictation]");
    state.states = {};
    document.querySelector("[data-part=dictate]").addEventListener("click", () => (state.clickedAt = performance.now()), { capture: true, once: true });
    new MutationObserver(() => (state.states[line.dataset.state] ??= performance.now())).observe(line, { attributeFilter: ["data-state"] });
  }

  /** From the next thing that the person does to the end of the microphone's track. */
  function noteRelease() {
    let since = performance.now();
    sessionStorage.removeItem("test.released");
    for (const type of ["click", "submit", "pagehide"]) addEventListener(type, () => (since = performance.now()), { capture: true, once: true });
    const stop = MediaStreamTrack.prototype.stop;
    MediaStreamTrack.prototype.stop = function () {
      stop.call(this);
      sessionStorage.setItem("test.released", String(performance.now() - since));
    };
  }
})();
