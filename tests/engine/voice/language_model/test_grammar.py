"""The grammar of domain.txt: alternatives, classes and weights."""

from pathlib import Path

import pytest

from engine.voice.language_model import grammar
from engine.voice.language_model.build import SOURCE

TEXT = """
[city]
rome new-york
[task]
call-<name>
[name]
alice bob
[sentences]
*3 what time is it (in <city>|)  # a comment
<task> (please|)
"""


@pytest.fixture
def lines(tmp_path: Path) -> list[grammar.Line]:
    source = tmp_path / "domain.txt"
    source.write_text(TEXT, encoding="utf-8")
    return grammar.read(source)


def test_alternatives_and_classes_become_sentences(lines: list[grammar.Line]) -> None:
    texts = {text for text, _ in lines[0].sentences()}
    time = "what time is it"
    assert texts == {time, f"{time} in rome", f"{time} in new york"}


def test_a_class_may_hold_another(lines: list[grammar.Line]) -> None:
    texts = {text for text, _ in lines[1].sentences()}
    assert texts == {"call alice", "call bob", "call alice please", "call bob please"}


def test_a_line_weighs_the_same_however_many_sentences_it_stands_for(
    lines: list[grammar.Line],
) -> None:
    weights = [sum(weight for _, weight in line.sentences()) for line in lines]
    assert weights == pytest.approx([3.0, 1.0])


def test_a_line_with_too_many_sentences_still_names_every_city() -> None:
    cities = tuple(f"city{n}" for n in range(150))
    line = grammar.Line(1.0, (("from ",), cities, (" to ",), cities))
    words = [text.split() for text, _ in line.sentences()]
    assert len(words) <= grammar.MOST_PER_LINE
    assert {w[1] for w in words} == {w[3] for w in words} == set(cities)


def test_the_shipped_grammar_can_be_read() -> None:
    texts = {text for line in grammar.read(SOURCE) for text, _ in line.sentences()}
    assert "what time is it in tokyo" in texts
    assert not any(sign in text for text in texts for sign in "<>()|-")
