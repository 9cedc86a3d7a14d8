"""Words that are told while an utterance is spoken are never taken back."""

from hypothesis import given
from hypothesis import strategies as st

from engine.voice.certain_words import UPDATES, CertainWords, common


def certain(*updates: str, hints: tuple[str, ...] = ()) -> CertainWords:
    made = CertainWords(hints)
    for update in updates:
        made.update(update)
    return made


def test_words_are_certain_when_they_have_stayed_for_a_few_updates() -> None:
    assert certain(*["what time is"] * (UPDATES - 1)).words == []
    assert certain(*["what time is"] * UPDATES).words == ["what", "time"]


def test_a_word_that_changed_is_not_certain() -> None:
    assert certain("what dime is", *["what time is"] * (UPDATES - 1)).words == []


def test_what_was_certain_stays_when_the_recogniser_thinks_again() -> None:
    made = certain(*["what time is"] * UPDATES, *["what dime is it"] * UPDATES)
    assert made.words == ["what", "time"]
    assert made.completed("what dime is it now") == "what time is it now"


def test_a_hint_keeps_its_neighbours_back_and_bends_what_is_certain() -> None:
    made = certain(*["call doctor lea for me now"] * UPDATES, hints=("Doctor Lee",))
    assert made.words == ["call", "doctor", "lee", "for"]


words = st.lists(st.sampled_from(["one", "two", "three"]), max_size=5).map(" ".join)


@given(st.lists(words, max_size=20), words)
def test_the_text_always_begins_with_what_was_told(updates: list[str], final: str) -> None:
    made, told = CertainWords(()), ""
    for update in updates:
        made.update(update)
        assert " ".join(made.words).startswith(told)
        told = " ".join(made.words)
    assert made.completed(final).startswith(told)


def test_the_common_beginning_is_that_of_all() -> None:
    assert common(["a", "b", "c"], ["a", "b"], ["a", "x"]) == ["a"]
    assert common(["a"], []) == []
