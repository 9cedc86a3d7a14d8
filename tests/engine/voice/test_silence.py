"""Silence: taken off the ends, never out of the middle."""

from array import array

from engine.voice.silence import KEPT_AFTER_MS, trim

HZ = 24_000
LOUD = array("h", [8000, -8000] * 1200).tobytes()
QUIET = bytes(HZ)


def test_leading_silence_goes_and_a_short_rest_stays_behind() -> None:
    kept = trim(QUIET + LOUD + QUIET, HZ)
    assert len(LOUD) <= len(kept) <= len(LOUD) + 2 * HZ * (KEPT_AFTER_MS + 15) // 1000


def test_a_pause_in_the_middle_stays() -> None:
    assert len(trim(LOUD + QUIET + LOUD, HZ)) >= len(LOUD + QUIET + LOUD)


def test_nothing_but_silence_becomes_nothing() -> None:
    assert trim(QUIET, HZ) == b""
    assert trim(b"", HZ) == b""
