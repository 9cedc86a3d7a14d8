/**
 * Runs in the page before its own scripts: a microphone that says what the test wants when the test
 * wants it, and an ear on what comes back. Times are seconds of one AudioContext, so that "the person
 * stopped" and "the answer began" can be compared.
 */
(() => {
  const LOUD = 0.01;
  const PAUSE_S = 0.3; // shorter gaps are inside a sentence
  const FRAME = 256;

  const context = new AudioContext({ sampleRate: 48000 });
  const voice = new GainNode(context);
  // Frames must flow in silence as well, else the track looks dead.
  const silence = new ConstantSourceNode(context, { offset: 0 });
  silence.connect(voice);
  silence.start();

  /** What the page did, for the test to read. */
  const log = {
    sounds: [], violations: [], events: [], sent: [], outputs: {}, clickedTalkAt: 0, channelOpenAt: 0, opened: 0, streams: 0, session: null,
    relays: [], truncated: [], sentBytes: 0,
  };
  window.instruments = { log, say, tell: () => {}, now: () => context.currentTime, sinceClick, hearing, hiss, knock };

  const streams = [];
  if (!window.ownMicrophone) navigator.mediaDevices.getUserMedia = async () => {
    void context.resume();
    log.streams += 1;
    const destination = context.createMediaStreamDestination();
    voice.connect(destination);
    streams.push(destination.stream);
    return destination.stream;
  };

  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...settings) {
      super(...settings);
      this.addEventListener("track", ({ track }) => hear(track));
    }

    createDataChannel(...settings) {
      const channel = super.createDataChannel(...settings);
      channel.addEventListener("open", () => noteOpening());
      channel.addEventListener("message", ({ data }) => noteEvent(JSON.parse(data)));
      noteSending(channel);
      window.instruments.tell = (event) => channel.send(JSON.stringify(event));
      return channel;
    }
  };

  // A call that goes by the server: the same, over a WebSocket of its own.
  window.WebSocket = class extends WebSocket {
    constructor(url, ...more) {
      super(url, ...more);
      if (!String(url).includes("/ws/voice/")) return;
      this.addEventListener("message", ({ data }) => typeof data === "string" && noteEvent(JSON.parse(data)));
      noteSending(this);
      window.instruments.tell = (event) => this.send(JSON.stringify(event));
      log.relays.push(this);
    }
  };

  // What the page plays through a sound context of its own: answers that are read aloud, or come by the server.
  const { connect } = AudioNode.prototype;
  AudioNode.prototype.connect = function (target, ...more) {
    const isLast = target instanceof AudioDestinationNode || target instanceof MediaStreamAudioDestinationNode;
    if (isLast && target.context !== context) overhear(this);
    return connect.call(this, target, ...more);
  };

  addEventListener("click", noteTalk, true);
  document.addEventListener("securitypolicyviolation", (event) => {
    log.violations.push(`${event.violatedDirective}: ${event.blockedURI}`);
  });

  /** Speak a wav; returns when its first and its last sound are (or will be) heard. */
  async function say(base64) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const buffer = await context.decodeAudioData(bytes.buffer);
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(voice);
    const startsAt = context.currentTime + 0.02;
    source.start(startsAt);
    const [first, last] = edges(buffer.getChannelData(0));
    return { from: startsAt + first / buffer.sampleRate, to: startsAt + last / buffer.sampleRate };
  }

  /** White noise; returns when it will be over. */
  function hiss(seconds) {
    const buffer = context.createBuffer(1, seconds * context.sampleRate, context.sampleRate);
    buffer.getChannelData(0).forEach((_, at, samples) => (samples[at] = (Math.random() - 0.5) * 0.4));
    const source = new AudioBufferSourceNode(context, { buffer });
    source.connect(voice);
    source.start();
    return context.currentTime + seconds;
  }

  /** A short sound, so deep that no detector of voices takes it for one; returns when it will be over. */
  function knock(seconds) {
    const source = new OscillatorNode(context, { frequency: 60 });
    source.connect(new GainNode(context, { gain: 0.3 })).connect(voice);
    source.start();
    source.stop(context.currentTime + seconds);
    return context.currentTime + seconds;
  }

  /** The first and the last sample that can be heard. */
  function edges(samples) {
    const isLoud = (sample) => Math.abs(sample) > LOUD;
    return [samples.findIndex(isLoud), samples.findLastIndex(isLoud)];
  }

  function hear(track) {
    if (track.kind !== "audio") return;
    const stream = new MediaStream([track]);
    // Chromium hands a remote track to Web Audio only while some element plays it.
    const element = new Audio();
    element.srcObject = stream;
    element.muted = true;
    void element.play();
    const ear = context.createScriptProcessor(FRAME, 1, 1);
    ear.onaudioprocess = ({ inputBuffer, playbackTime }) => note(inputBuffer.getChannelData(0), playbackTime);
    context.createMediaStreamSource(stream).connect(ear).connect(new GainNode(context, { gain: 0 }))
      .connect(context.destination);
    track.addEventListener("ended", () => ear.disconnect());
  }

  function overhear(node) {
    const ear = node.context.createScriptProcessor(FRAME, 1, 1);
    ear.onaudioprocess = ({ inputBuffer }) => note(inputBuffer.getChannelData(0), context.currentTime);
    connect.call(node, ear);
    connect.call(ear, node.context.destination); // it passes nothing on, and runs only so
  }

  function note(samples, at) {
    const loudness = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    if (loudness < LOUD) return;
    const to = at + FRAME / context.sampleRate;
    const current = log.sounds.at(-1);
    if (current && at - current.to < PAUSE_S) {
      current.to = to;
      current.loudest = Math.max(current.loudest, loudness);
    } else {
      log.sounds.push({ from: at, to, loudest: loudness });
    }
  }

  function noteTalk(event) {
    void context.resume(); // a page that nobody has touched yet may make no sound
    const button = event.target instanceof Element && event.target.closest("button");
    if (button && button.textContent.trim() === "Talk") log.clickedTalkAt = performance.now();
  }

  /** What the provider says; `parley.ready` is the relay's own word that it is there. */
  function noteEvent({ type, session, item, item_id, audio_end_ms }) {
    log.events.push({ type, at: context.currentTime });
    if (type === "parley.ready") noteOpening();
    if (type === "session.updated") log.session = session;
    if (type === "conversation.item.truncated") log.truncated.push({ item: item_id, ms: audio_end_ms, at: context.currentTime });
    if (item?.type === "function_call_output") noteOutput(item);
  }

  /** What the page tells the provider: the type of each event, and of the item that it places. */
  function noteSending(channel) {
    const send = channel.send.bind(channel);
    channel.send = (data) => {
      if (typeof data === "string") noteSent(JSON.parse(data));
      else log.sentBytes += data.byteLength;
      send(data);
    };
    const noteSent = ({ type, item }) => log.sent.push({ type, item: item?.type ?? "" });
  }

  /** When the provider had a tool's output, since 1970: another device or the server may have placed it. */
  function noteOutput({ call_id }) {
    log.outputs[call_id] ??= performance.timeOrigin + performance.now();
  }

  function noteOpening() {
    log.channelOpenAt = performance.now();
    log.opened += 1;
  }

  /** Of each microphone that was given, whether it is heard. */
  function hearing() {
    return streams.map((stream) => stream.getAudioTracks()[0]).map((track) => track.enabled && track.readyState === "live");
  }

  /** Milliseconds from the click on Talk to the open channel. */
  function sinceClick() {
    return log.channelOpenAt - log.clickedTalkAt;
  }
})();
