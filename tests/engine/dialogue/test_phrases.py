"""Phrases: the words that fill a string."""

import pytest

from engine.dialogue import phrases
from engine.dialogue.sentence import Sentence

NOTHING: frozenset[int] = frozenset()


@pytest.mark.parametrize(
    ("said", "role", "found"),
    [
        ("what time is it in new york right now", "place", ["new york"]),
        ("time in tokyo and in paris", "place", ["tokyo", "paris"]),
        ("time in tokyo and paris", "place", ["tokyo", "paris"]),
        ("the time of day in the hague", "place", ["hague"]),
        ("remind me in five minutes", "place", []),
        ("what time is it", "place", []),
        ("translate hello into greek please", "goal", ["greek"]),
        ("fly from oslo to rome", "from", ["oslo"]),
        ("fly from oslo to rome", "to", ["rome"]),
    ],
)
def test_it_finds_the_words_after_a_preposition(said: str, role: str, found: list[str]) -> None:
    sentence = Sentence.of(said)
    assert [sentence.quote(*span) for span in phrases.after(sentence, role)] == found


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("search for red shoes", "red shoes"),
        ("can you please search for Red Shoes, thank you", "Red Shoes"),
        ("add milk to my shopping list", "milk"),
        ("add a note that my dentist is Dr. Lee", "my dentist is Dr Lee"),
        ("search", None),
    ],
)
def test_it_finds_what_is_said_beside_the_request(said: str, rest: str | None) -> None:
    assert phrases.remainder(Sentence.of(said), {"search", "note", "list"}, NOTHING) == rest


@pytest.mark.parametrize(
    ("said", "sum_"),
    [
        ("what is twelve times seven", "12 * 7"),
        ("three hundred and five minus twenty", "305 - 20"),
        ("what's 12*7", "12*7"),
        ("ten percent of fifty", "10 / 100 * 50"),
        ("five squared plus one", "5 ** 2 + 1"),
        ("three times", None),
        ("what time is it", None),
    ],
)
def test_it_writes_a_sum(said: str, sum_: str | None) -> None:
    assert phrases.arithmetic(Sentence.of(said)) == sum_


def test_a_transcript_of_a_place_gets_its_capitals() -> None:
    assert phrases.titled("new york") == "New York"
    assert phrases.titled("La Paz") == "La Paz"
