"""A spoken sentence by Opus and back: as long, nearly the same, and a small part of the bytes."""

import array
import math

import pytest

from chat.realtime.audio_relay_opus import MAX_PACKET_BYTES, Opus
from chat.realtime.audio_relay_wire import FRAME_BYTES
from tests.engine.speech import pcm_24k

SAMPLES_A_PACKET = FRAME_BYTES // 2
LATE = (130, 180)  # samples: the encoder looks ahead for 6.5 ms
SPEECH = pcm_24k("tell me a story")


def frames(pcm: bytes) -> list[bytes]:
    return [pcm[at : at + FRAME_BYTES] for at in range(0, len(pcm), FRAME_BYTES)]


def samples(pcm: bytes) -> "array.array[int]":
    return array.array("h", pcm)


def likeness(one: "array.array[int]", other: "array.array[int]") -> float:
    """1 when they are the same but for loudness."""
    both = sum(x * y for x, y in zip(one, other, strict=False))
    return both / math.sqrt(sum(x * x for x in one) * sum(y * y for y in other))


def test_speech_comes_back_as_long_and_nearly_the_same() -> None:
    there, back = Opus(), Opus()
    heard = samples(b"".join(back.decode(there.encode(frame)) for frame in frames(SPEECH)))
    said = samples(SPEECH)
    assert abs(len(heard) - len(said)) <= SAMPLES_A_PACKET
    assert max(likeness(said, heard[delay:]) for delay in range(*LATE)) > 0.8


def test_its_packets_are_a_tenth_of_the_sound() -> None:
    there = Opus()
    packets = [there.encode(frame) for frame in frames(SPEECH)]
    assert sum(map(len, packets)) < len(SPEECH) / 10
    assert max(map(len, packets)) <= MAX_PACKET_BYTES


def test_a_frame_that_is_cut_short_ends_in_silence() -> None:
    there, back = Opus(), Opus()
    first = back.decode(there.encode(SPEECH[:480]))
    assert len(first) > FRAME_BYTES - 100


@pytest.mark.parametrize("frame", [b"", b"\xff" * 10, b"\x03\x3f", bytes(MAX_PACKET_BYTES + 1)])
def test_what_is_no_packet_is_no_sound(frame: bytes) -> None:
    opus = Opus()
    assert opus.decode(frame) == b""
    assert opus.decode(Opus().encode(bytes(FRAME_BYTES)))
