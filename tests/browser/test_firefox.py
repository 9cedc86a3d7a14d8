"""What Firefox hears at the rates that devices have: pieces of 40 ms at 24 kHz, at the right pitch."""

from pathlib import Path
from typing import Any

import pytest

from tests.live import logins
from tests.live.firefox import firefox
from tests.live.parley import Parley

TONE_HZ = 440
PIECE_BYTES = 1_920
LISTENING = """async () => {
  const { withWorklets } = await import("/static/js/audio/worklets.js");
  const { Pieces } = await import("/static/js/audio/pieces.js");
  const context = await withWorklets();
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
"""
# Fifty pieces of Firefox's own microphone, a tone; the last 25 of them, a second, are measured.
CAPTURE = """
  const sounds = [];
  await new Promise((done) => {
    new Pieces(context, ({ pcm }) => sounds.push(new Int16Array(pcm)) === 50 && done()).listen(microphone);
  });
  const second = sounds.slice(25).flatMap((sound) => [...sound]);
  const isRising = (level, at) => at > 0 && second[at - 1] < 0 && level >= 0;
  return {
    rate: context.sampleRate,
    sizes: sounds.map(({ byteLength }) => byteLength),
    waves: second.filter(isRising).length,
    loudest: Math.max(...second),
  };
}"""
# A second of it, and a second of what comes when it has gone.
AFTERWARDS = """
  const heard = [];
  let tell = () => {};
  new Pieces(context, ({ loudness }) => tell(heard.push(loudness))).listen(microphone);
  const hear = (count) => new Promise((done) => (tell = (heardSoFar) => heardSoFar === count && done()));
  await hear(25);
  microphone.getTracks().forEach((track) => track.stop());
  await hear(50);
  return { before: Math.max(...heard.slice(0, 25)), last: Math.max(...heard.slice(40)) };
}"""


@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_it_hears_a_tone_at_its_pitch_at(rate: int, parley: Parley, tmp_path: Path) -> None:
    with firefox(tmp_path, rate, **{"media.navigator.audio.fake_frequency": TONE_HZ}) as browser:
        browser.visit(parley, logins.cookie(parley, "alice@example.com"))
        heard: dict[str, Any] = browser.evaluate(LISTENING + CAPTURE)
    assert heard["rate"] == rate
    assert set(heard["sizes"]) == {PIECE_BYTES}
    assert heard["waves"] == pytest.approx(TONE_HZ, abs=2)
    assert heard["loudest"] > 1_000


def test_a_microphone_that_went_is_silence(parley: Parley, tmp_path: Path) -> None:
    """Else whoever spoke just then would speak for ever: nobody would find the end of the turn."""
    with firefox(tmp_path, 48_000) as browser:
        browser.visit(parley, logins.cookie(parley, "alice@example.com"))
        heard: dict[str, float] = browser.evaluate(LISTENING + AFTERWARDS)
    assert heard["before"] > 0.01
    assert heard["last"] == 0
