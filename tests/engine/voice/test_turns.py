"""Turns: where speech begins and ends."""

import pytest

from engine.voice.turns import SpeechStarted, SpeechStopped, TurnDetector
from tests.engine.voice.sound import chunks, noise, silence, spoken

SPEECH = spoken("what time is it in tokyo")
SCENE = silence(1000) + SPEECH + silence(1000)


def detector(silence_ms: int = 500) -> TurnDetector:
    return TurnDetector(threshold=0.5, silence_ms=silence_ms, prefix_ms=300)


def test_it_finds_one_turn_with_padding_before_and_silence_after() -> None:
    started, stopped = detector().feed(SCENE)
    assert isinstance(started, SpeechStarted)
    assert isinstance(stopped, SpeechStopped)
    assert 700 <= started.at_ms <= 1100
    end_of_speech = 1000 + len(SPEECH) // 32
    assert end_of_speech + 300 <= stopped.at_ms <= end_of_speech + 600


@pytest.mark.parametrize("size", [2, 333, 640, 1024, 9_999])
def test_the_size_of_the_chunks_changes_nothing(size: int) -> None:
    stream = detector()
    found = [event for chunk in chunks(SCENE, size) for event in stream.feed(chunk)]
    assert found == detector().feed(SCENE)


def test_it_hears_no_turn_in_silence_and_noise() -> None:
    assert detector().feed(silence(1000) + noise(2000) + silence(1000)) == []


def test_a_pause_shorter_than_the_window_does_not_split_a_turn() -> None:
    scene = SPEECH + silence(400) + SPEECH + silence(2000)
    assert len(detector(silence_ms=1000).feed(scene)) == 2


def test_the_padding_does_not_reach_into_the_turn_before() -> None:
    scene = SCENE + SPEECH + silence(1000)
    _, stopped, started, _ = detector().feed(scene)
    assert started.at_ms >= stopped.at_ms


def test_a_start_is_never_before_the_first_audio() -> None:
    assert detector().feed(SPEECH)[0].at_ms >= 0


def test_a_reset_forgets_the_turn_but_not_the_time() -> None:
    stream = detector()
    stream.feed(SPEECH)
    assert stream.speaking
    stream.reset()
    assert not stream.speaking
    assert stream.feed(silence(1000)) == []
    assert stream.feed(SPEECH)[0].at_ms >= len(SPEECH) // 32


def test_new_settings_hold_from_the_next_frame() -> None:
    stream = detector(silence_ms=5000)
    assert len(stream.feed(SCENE)) == 1
    stream.tune(threshold=0.5, silence_ms=200, prefix_ms=300)
    assert isinstance(stream.feed(silence(300))[0], SpeechStopped)
