"""The thesaurus: general words, no tool's list."""

from engine.dialogue.thesaurus import STOPWORDS, near


def test_nearness_goes_both_ways() -> None:
    assert "weather" in near("rainy")
    assert "rain" in near("weather")


def test_a_word_is_not_near_itself_and_most_words_are_near_nothing() -> None:
    assert "weather" not in near("weather")
    assert near("xylophone") == frozenset()


def test_question_words_say_nothing_about_a_tool() -> None:
    assert {"what", "is", "the", "please"} <= STOPWORDS
