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
        ("what do i have to do", "goal", []),
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
    vocabulary = {"search": 3.0, "note": 1.0, "list": 1.0}
    assert phrases.remainder(Sentence.of(said), vocabulary, NOTHING) == rest


def test_the_thing_itself_and_what_joins_it_to_the_rest_are_left_off() -> None:
    file = {"file": 3.0}
    assert phrases.remainder(Sentence.of("read my shopping list file"), file, NOTHING) == (
        "shopping list"
    )
    done = Sentence.of("mark buy milk as done")
    assert phrases.remainder(done, {"mark": 1.0}, frozenset([4])) == "buy milk"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("a file called greeting that says hello", "greeting"),
        ("create a note named door code", "door code"),
        ("create a note", None),
        ("a file called", None),
    ],
)
def test_it_finds_what_something_is_called(said: str, name: str | None) -> None:
    sentence = Sentence.of(said)
    span = phrases.called(sentence)
    assert (sentence.quote(*span) if span else None) == name


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
