"""What is likely to be said in a session."""

from typing import Any

import pytest

from engine.core import hints, settings
from engine.core.items import Item, Part
from engine.core.orders import OpenUtterance, Transcribe
from tests.engine.core.scene import MANUAL, Scene


def session(parameters: Any, **transcription: Any) -> dict[str, Any]:
    tool = {"type": "function", "name": "f", "parameters": parameters}
    audio = {"input": {"transcription": transcription or None}}
    return {"type": "realtime", "tools": [tool], "audio": audio}


COLOURS = {"properties": {"colour": {"enum": ["teal", "ochre"]}, "count": {"enum": [1]}}}


def test_it_is_what_the_tools_can_be_given_and_the_keywords() -> None:
    config = settings.create(session(COLOURS, keywords=["Parley", "teal"]))
    assert hints.likely(config) == ("Parley", "teal", "ochre")


@pytest.mark.parametrize(
    "parameters",
    [{}, {"properties": []}, {"properties": {"a": 1}}, {"properties": {"a": {"enum": 5}}}],
)
def test_an_odd_schema_lists_nothing(parameters: Any) -> None:
    assert hints.likely(settings.create(session(parameters))) == ()


def test_there_are_never_too_many() -> None:
    many = [f"colour {number}" for number in range(1_000)]
    config = settings.create(session({"properties": {"colour": {"enum": many}}}))
    assert len(hints.likely(config)) == hints.MOST


def test_they_go_with_every_utterance() -> None:
    scene = Scene(session(COLOURS))
    scene.start_turn()
    assert scene.ordered(OpenUtterance)[0].hints == ("teal", "ochre")
    scene = Scene(MANUAL)
    scene.hear()
    scene.client("input_audio_buffer.commit")
    assert scene.ordered(Transcribe)[0].hints == ()


def test_names_that_were_written_and_short_texts_of_tools_are_likely() -> None:
    written = Item(
        "a", "message", role="user", content=[Part("input_text", "Tell Marguerite Duras.")]
    )
    given = '{"items": [{"title": "oat milk"}, {"title": "a text that is too long"}], "n": 2}'
    output = Item("b", "function_call_output", fields={"output": given})
    config = settings.create({"type": "realtime"})
    assert hints.likely(config, [written, output]) == ("oat milk", "Marguerite Duras")


@pytest.mark.parametrize("given", ["", "no JSON", "[" * 5_000, "[1, null]"])
def test_an_odd_output_names_nothing(given: str) -> None:
    output = Item("b", "function_call_output", fields={"output": given})
    assert hints.likely(settings.create({"type": "realtime"}), [output]) == ()
