"""Sentences: typed and spoken words compare alike."""

import pytest

from engine.dialogue.sentence import Sentence, alike, stem


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("What's the time?", "what is the time"),
        ("whats the time", "what is the time"),
        ("I'm Zo\u00eb, hello!", "i am zoe hello"),
        ("It is 14:05, isn't it...", "it is 14:05 is not it"),
        ("   ", ""),
    ],
)
def test_it_reads_plain_words(said: str, plain: str) -> None:
    assert Sentence.of(said).text == plain


def test_it_quotes_the_words_as_they_were_written() -> None:
    assert Sentence.of("Time in S\u00e3o Paulo, please").quote(2, 4) == "S\u00e3o Paulo"


def test_it_keeps_what_was_in_quotation_marks() -> None:
    assert Sentence.of('find "War and Peace" now').quoted == "War and Peace"
    assert Sentence.of("run `Math.max(1, 2)`").quoted == "Math.max(1, 2)"


@pytest.mark.parametrize(("one", "other"), [("reminders", "reminder"), ("lights", "light")])
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_near_sounds_are_alike_and_others_are_not() -> None:
    assert alike("celcius", "celsius") > 0.84 > alike("kitchen", "bedroom")
