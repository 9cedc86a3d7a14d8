/** An element that plays. */
export class FakeSpeaker {
  /** @type {FakeSpeaker | null} */ static last = null;
  autoplay = false;
  muted = false;
  srcObject = null;
  sink = "";

  constructor() {
    FakeSpeaker.last = this;
  }

  async play() {}

  /** @param {string} device */
  async setSinkId(device) {
    this.sink = device;
  }
}
