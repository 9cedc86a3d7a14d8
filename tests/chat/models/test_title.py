"""Titles: taken from words, and marked where searched words are."""

import pytest

from chat.models import title


def test_long_words_are_cut_where_one_ends() -> None:
    made = title.from_words("tell me " + "a very long story " * 10)
    assert made.startswith("Tell me a very")
    assert made.endswith("…")
    assert len(made) <= title.NAMED_AFTER_CHARACTERS + 1


def test_the_words_that_were_found_are_marked_as_they_are_written() -> None:
    pieces = title.marked("Une Crème, deux crèmes", ["creme"])
    assert pieces == [
        ("Une ", False),
        ("Crème", True),
        (", deux ", False),
        ("crème", True),
        ("s", False),
    ]


def test_marks_stand_right_where_a_letter_folds_to_two() -> None:
    assert title.marked("Große Straße", ["sse"]) == [
        ("Gro", False),
        ("ße", True),
        (" Stra", False),
        ("ße", True),
    ]


@pytest.mark.parametrize("name", ["", "No hit at all", "🎈 Straße İ ﬁ \u0301"])
def test_the_pieces_are_the_whole_title(name: str) -> None:
    for words in ([], ["s"], ["i", "f"], [""]):
        assert "".join(piece for piece, _ in title.marked(name, words)) == name
