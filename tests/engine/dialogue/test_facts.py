"""Facts: what was told about a person, and what is asked about it."""

import pytest

from engine.dialogue import facts


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("my name is alice", {"name": "Alice"}),
        ("Hi, I'm Bob.", {"name": "Bob"}),
        ("my name is mary jane and i live in new york", {"name": "Mary Jane", "home": "New York"}),
        ("you can call me zo\u00eb", {"name": "Zo\u00eb"}),
        ("i am thirty two years old", {"age": "thirty two"}),
        ("my favourite colour is green", {"favorite color": "green"}),
        ("i am tired", {}),
        ("i'm here", {}),
        ("what is my name", {}),
        ("do you know what my favorite color is", {}),
        ("my name is", {}),
    ],
)
def test_it_hears_what_is_told(said: str, told: dict[str, str]) -> None:
    assert facts.told(said) == told


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("what is my name", "name"),
        ("What's my name?", "name"),
        ("do you remember my name", "name"),
        ("do you know what my name is", "name"),
        ("who am i", "name"),
        ("where do i live", "home"),
        ("how old am i", "age"),
        ("what is my favorite color", "favorite color"),
        ("what is my dog called", "dog"),
        ("what time is it", None),
        ("my name is alice", None),
    ],
)
def test_it_knows_what_is_asked(question: str, topic: str | None) -> None:
    assert facts.asked(question) == topic


def test_the_later_name_counts() -> None:
    assert facts.known(["my name is alice", "call me bob"]) == {"name": "Bob"}


def test_instructions_may_name_the_person() -> None:
    assert facts.given(["Be kind. The user's name is Carol."]) == {"name": "Carol"}
