"""Words are settled in a pause, and thrown away when speech goes on."""

import pytest

from engine.voice.decoding import Decoding
from tests.engine.voice.sound import chunks, silence, spoken

PIECE_BYTES = 640
PAUSE = silence(350)


@pytest.fixture(scope="module")
def decoding() -> Decoding:
    return Decoding()


def heard(decoding: Decoding, pcm: bytes) -> str:
    decoding.open()
    for piece in chunks(pcm, PIECE_BYTES):
        decoding.feed(piece)
    return decoding.finish().text


def test_the_words_are_there_before_the_turn_is_over(decoding: Decoding) -> None:
    heard(decoding, spoken("what is my name") + PAUSE)
    assert decoding._settled == decoding.finish()
    assert decoding.finish().text == "what is my name"


def test_silence_after_the_pause_changes_nothing(decoding: Decoding) -> None:
    assert heard(decoding, spoken("what is my name") + PAUSE * 4) == "what is my name"


def test_speech_after_a_pause_is_heard_with_what_was_before_it(decoding: Decoding) -> None:
    both = spoken("hello how are you") + PAUSE + spoken("what is my name") + PAUSE
    assert heard(decoding, both) == "hello how are you what is my name"


def test_without_a_pause_nothing_is_settled_early(decoding: Decoding) -> None:
    assert heard(decoding, spoken("stop") + silence(60)) == "stop"
    assert decoding._settled is None


def test_nothing_of_a_settled_utterance_stays_for_the_next(decoding: Decoding) -> None:
    heard(decoding, spoken("what is my name") + PAUSE)
    assert heard(decoding, spoken("stop") + PAUSE) == "stop"
