"""Pleasantries: answered when they are all that was said."""

import pytest

from engine.dialogue import pleasantries
from engine.dialogue.sentence import Sentence


def test_the_same_said_again_gets_another_answer() -> None:
    hello = Sentence.of("hello")
    assert pleasantries.answer(hello, []) != pleasantries.answer(hello, [hello])


@pytest.mark.parametrize("said", ["hello what time is it", "stop the timer", "thank the captain"])
def test_more_than_a_pleasantry_is_left_alone(said: str) -> None:
    assert pleasantries.answer(Sentence.of(said), []) is None


@pytest.mark.parametrize(
    "said", ["stop", "please stop", "never mind", "Forget it!", "be quiet now"]
)
def test_a_refusal_is_known(said: str) -> None:
    assert pleasantries.is_refusal(Sentence.of(said))


def test_a_greeting_before_a_wish_is_taken_off() -> None:
    told = pleasantries.without_greeting(Sentence.of("Hey Parley, what time is it?"))
    assert told.text == "what time is it"
    assert pleasantries.without_greeting(Sentence.of("hello there")).text == "hello there"
