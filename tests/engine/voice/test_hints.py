"""Hints: words of the session that a transcript is bent towards."""

from engine.voice.hints import lean


def test_a_near_word_becomes_the_hint() -> None:
    assert lean("open the preference panel", ["preferences"]) == "open the preferences panel"


def test_a_hint_of_several_words_replaces_as_many() -> None:
    assert lean("call doctor lea now", ["Doctor Lee"]) == "call doctor lee now"


def test_words_that_are_far_from_every_hint_stay() -> None:
    assert lean("what time is it", ["preferences", "it"]) == "what time is it"


def test_words_that_were_split_or_joined_become_the_hint() -> None:
    assert lean("is it bed room", ["bedroom"]) == "is it bedroom"
    assert lean("the livingroom lamp", ["living_room"]) == "the living room lamp"


def test_a_hint_that_was_said_stays_as_it_is() -> None:
    assert lean("the living room now", ["living_room"]) == "the living room now"
