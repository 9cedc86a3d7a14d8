"""Hints: words of the session that a transcript is bent towards."""

from engine.voice.hints import lean


def test_a_near_word_becomes_the_hint() -> None:
    assert lean("open the preference panel", ["preferences"]) == "open the preferences panel"


def test_a_hint_of_several_words_replaces_as_many() -> None:
    assert lean("call doctor lea now", ["Doctor Lee"]) == "call doctor lee now"


def test_words_that_are_far_from_every_hint_stay() -> None:
    assert lean("what time is it", ["preferences", "it"]) == "what time is it"
