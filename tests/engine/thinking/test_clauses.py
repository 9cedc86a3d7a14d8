"""Clauses end where a speaker would breathe, however the text arrives."""

import pytest

from engine.thinking.clauses import Clauses


def cut(text: str, size: int = 10_000) -> list[str]:
    clauses = Clauses()
    found = [
        clause
        for start in range(0, len(text), size)
        for clause in clauses.feed(text[start : start + size])
    ]
    return found + clauses.flush()


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Hello! How are you?", ["Hello!", "How are you?"]),
        ("Pi is 3.14 exactly. Yes.", ["Pi is 3.14 exactly.", "Yes."]),
        ("It is 1,000.50 euros. Ok", ["It is 1,000.50 euros.", "Ok"]),
        ("Mr. Smith, e.g. him. Ok", ["Mr. Smith, e.g. him.", "Ok"]),
        ("So do I. Good.", ["So do I.", "Good."]),
        ('He said "Yes." Then he left.', ['He said "Yes."', "Then he left."]),
        ("Wait... what?!", ["Wait...", "what?!"]),
        ("1. One\n2. Two.\n", ["1. One.", "2. Two."]),
        ("# Title\n\nText", ["# Title.", "Text"]),
        ("See [a. b](http://c.d/e.f). Yes.", ["See [a. b](http://c.d/e.f).", "Yes."]),
        ("\u4f60\u597d\u3002\u597d\u5417\uff1f", ["\u4f60\u597d\u3002", "\u597d\u5417\uff1f"]),
        ("", []),
        ("   \n ", []),
    ],
)
@pytest.mark.parametrize("size", [1, 3, 10_000])
def test_it_cuts_at_the_ends_of_sentences(text: str, clauses: list[str], size: int) -> None:
    assert cut(text, size) == clauses


def test_the_first_clause_does_not_wait_for_its_sentence() -> None:
    clauses = Clauses()
    assert clauses.feed("Sure, I can do that for you, ") == ["Sure, I can do that for you,"]
    assert clauses.feed("and this one, ") == []


def test_a_sentence_is_given_as_soon_as_the_next_one_begins() -> None:
    clauses = Clauses()
    assert clauses.feed("It is ten.") == []
    assert clauses.feed(" And") == ["It is ten."]


def test_a_text_without_any_end_is_cut_at_a_space() -> None:
    clauses = cut("word " * 200)
    assert max(map(len, clauses)) <= 240
    assert " ".join(clauses) == ("word " * 200).strip()


@pytest.mark.parametrize("size", [1, 10_000])
def test_code_is_left_out_and_said_to_be(size: int) -> None:
    text = "Like this:\n```python\nprint('a. b')\n```\nDone."
    assert cut(text, size) == ["Like this:", "The code is left out here.", "Done."]


def test_code_that_never_ends_is_not_spoken() -> None:
    assert cut("```\nx = 1") == ["The code is left out here."]
