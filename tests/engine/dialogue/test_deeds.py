"""Deeds: what kind of thing is to be done, by the verb of a wish and of a tool's name."""

import pytest

from engine.dialogue import deeds
from engine.dialogue.sentence import Sentence

CREATE, LIST, DELETE = ["create", "thing"], ["list", "things"], ["delete", "thing"]


def closest(said: str) -> str:
    sentence = Sentence.of(said)
    return max((CREATE, LIST, DELETE), key=lambda name: deeds.likeness(sentence, name))[0]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("create a thing", "create"),
        ("please add a thing", "create"),
        ("and now can you put down a thing", "create"),
        ("what are my things", "list"),
        ("do i have any things", "list"),
        ("how many things are there", "list"),
        ("show me my things", "list"),
        ("remove the thing", "delete"),
        ("i want to delete what i added", "delete"),
    ],
)
def test_a_wish_goes_with_the_tool_of_its_kind(said: str, name: str) -> None:
    assert closest(said) == name


def test_the_same_verb_is_nearer_than_one_of_its_kind() -> None:
    said = Sentence.of("read the thing")
    assert deeds.likeness(said, ["read", "thing"]) > deeds.likeness(said, ["list", "things"]) > 0


@pytest.mark.parametrize("said", ["the thing is red", "", "milk"])
def test_words_without_a_deed_speak_for_none(said: str) -> None:
    assert deeds.likeness(Sentence.of(said), CREATE) == 0
    assert deeds.likeness(Sentence.of("create a thing"), ["thing"]) == 0
