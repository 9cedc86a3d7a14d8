"""Resampling: the same sound at another rate."""

import math
from array import array
from itertools import pairwise

import pytest

from engine.voice.resample import Resampler, resample
from tests.engine.voice.sound import chunks

SECOND = 48_000


def tone(hertz: int, rate: int) -> bytes:
    swing = (round(10_000 * math.sin(2 * math.pi * hertz * n / rate)) for n in range(rate))
    return array("h", swing).tobytes()


def crossings(pcm: bytes) -> int:
    samples = array("h", pcm)
    return sum(1 for one, other in pairwise(samples) if one < 0 <= other)


@pytest.mark.parametrize(
    ("source", "target"),
    [(48_000, 16_000), (48_000, 24_000), (24_000, 16_000), (24_000, 48_000), (16_000, 24_000)],
)
def test_a_tone_keeps_its_pitch_and_its_length(source: int, target: int) -> None:
    made = resample(tone(440, source), source, target)
    assert abs(len(made) // 2 - target) <= 2
    assert abs(crossings(made) - 440) <= 2


@pytest.mark.parametrize("size", [1, 1921])
def test_a_stream_in_pieces_is_the_same_as_the_whole(size: int) -> None:
    pcm = tone(300, 48_000)[:9_600]
    stream = Resampler(48_000, 16_000)
    pieces = b"".join(stream.feed(chunk) for chunk in chunks(pcm, size)) + stream.flush()
    assert pieces == resample(pcm, 48_000, 16_000)


def test_the_same_rate_is_passed_through() -> None:
    assert Resampler(24_000, 24_000).feed(b"\x01\x02") == b"\x01\x02"
