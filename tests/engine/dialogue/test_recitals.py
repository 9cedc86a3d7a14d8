"""Recitals: long enough to be interrupted."""

import pytest

from engine.dialogue import recitals
from engine.dialogue.sentence import Sentence

STORY = Sentence.of("tell me a story")


def test_another_story_follows_the_first() -> None:
    assert recitals.recite(STORY, []) != recitals.recite(STORY, [STORY])


def test_a_story_comes_in_clauses_that_join_to_the_whole() -> None:
    assert " ".join(recitals.recite(STORY, []) or []) == recitals.STORIES[0]


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("count to twenty", "One.", "Twenty."),
        ("please count from five to seven", "Five.", "Seven."),
        ("can you count down from 3", "Three.", "One."),
    ],
)
def test_it_counts(said: str, first: str, last: str) -> None:
    counted = " ".join((recitals.count(Sentence.of(said)) or [])[1:-1])
    assert counted.startswith(first)
    assert counted.endswith(last)


def test_it_does_not_count_without_end() -> None:
    assert len(recitals.count(Sentence.of("count to one million")) or []) <= 42


@pytest.mark.parametrize("said", ["i can count on you", "count how many there are"])
def test_not_every_count_is_counting(said: str) -> None:
    assert recitals.count(Sentence.of(said)) is None
