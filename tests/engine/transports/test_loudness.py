"""The level of a packet is the one that aiortc would have found."""

import pytest
from aiortc import rtp
from av.audio.frame import AudioFrame

from engine.transports.loudness import level_dbov
from tests.engine import speech

FRAME_BYTES = 1_920
# Looked up before anything can take its place.
SLOWLY = rtp.compute_audio_level_dbov


def frame(pcm: bytes) -> AudioFrame:
    made = AudioFrame(format="s16", layout="mono", samples=len(pcm) // 2)
    made.planes[0].update(pcm)
    return made


def test_silence_is_silent() -> None:
    assert level_dbov(frame(bytes(FRAME_BYTES))) == -127


@pytest.mark.parametrize("at_ms", [200, 400, 600, 800])
def test_speech_is_as_loud_as_it_is(at_ms: int) -> None:
    spoken = speech.pcm_48k("tell me a story")[at_ms * 96 :][:FRAME_BYTES]
    assert abs(level_dbov(frame(spoken)) - SLOWLY(frame(spoken))) <= 1
