"""The language model: chances that add up, in a format that the recogniser reads."""

from io import StringIO

import pytest
from pocketsphinx import NGramModel

from engine.voice.language_model import DOMAIN
from engine.voice.language_model.arpa import END, Model

GENERAL = {"hello": 0.5, "there": 0.25, "again": 0.25}
MODEL = Model([("hello there", 2.0), ("hello again", 1.0)], GENERAL)


@pytest.mark.parametrize("history", [(), ("<s>",), ("hello",), ("<s>", "hello"), ("there",)])
def test_the_chances_after_a_history_add_up_to_one(history: tuple[str, ...]) -> None:
    words = [*GENERAL, END]
    assert sum(MODEL.probability((*history, word)) for word in words) == pytest.approx(1.0)


def test_what_was_said_oftener_is_likelier() -> None:
    there, again = (MODEL.probability(("<s>", "hello", word)) for word in ("there", "again"))
    assert there > again > 0


def test_the_file_has_every_order() -> None:
    out = StringIO()
    MODEL.write(out)
    text = out.getvalue()
    assert all(f"\\{order}-grams:" in text for order in (1, 2, 3))
    assert text.rstrip().endswith("\\end\\")


def test_the_recogniser_reads_the_shipped_model() -> None:
    model = NGramModel.readfile(str(DOMAIN))
    likely, unlikely = (model.prob([word, "is", "what"]) for word in ("my", "soup"))
    assert likely > unlikely
