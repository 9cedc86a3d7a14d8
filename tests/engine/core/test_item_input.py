"""What clients may put into the conversation."""

from typing import Any

import pytest

from engine.core import item_input
from engine.core.errors import ProtocolError


def message(role: str, **part: Any) -> dict[str, Any]:
    return {"type": "message", "role": role, "content": [part]}


def test_a_client_may_choose_the_id() -> None:
    wanted = {**message("user", type="input_text", text="hi"), "id": "a" * 32}
    assert item_input.read(wanted).id == "a" * 32


def test_an_item_without_an_id_gets_one() -> None:
    item = item_input.read(message("user", type="input_text", text="hi"))
    assert item.id.startswith("item_")


def test_it_reads_the_beta_word_for_text_and_writes_the_new_one() -> None:
    item = item_input.read(message("assistant", type="text", text="hi"))
    assert item.wire()["content"] == [{"type": "output_text", "text": "hi"}]


def test_spoken_input_waits_for_its_words_unless_it_has_them() -> None:
    assert item_input.read(message("user", type="input_audio", audio="AAAA")).awaits_transcript
    heard = message("user", type="input_audio", audio="AAAA", transcript="hi")
    assert not item_input.read(heard).awaits_transcript


def test_a_functions_output_is_taken() -> None:
    wanted = {"type": "function_call_output", "call_id": "call_1", "output": "noon"}
    assert item_input.read(wanted).fields == {"call_id": "call_1", "output": "noon"}


@pytest.mark.parametrize(
    ("wanted", "param"),
    [
        (None, "item"),
        ({}, "item.type"),
        ({"type": "poem"}, "item.type"),
        (message("user"), "item.content[0].type"),
        (message("user", type="input_text"), "item.content[0].text"),
        (message("user", type="output_text", text="hi"), "item.content[0].type"),
        (message("assistant", type="output_audio", audio="AAAA"), "item.content[0].type"),
        (message("user", type="input_audio", audio="%%"), "item.content[0].audio"),
        ({**message("user", type="input_text", text="a"), "id": "a" * 129}, "item.id"),
        ({"type": "function_call", "name": "f"}, "item.arguments"),
        (message("user", type="input_text", text=7), "item.content[0].text"),
    ],
)
def test_it_refuses_what_is_no_item(wanted: Any, param: str) -> None:
    with pytest.raises(ProtocolError) as refused:
        item_input.read(wanted)
    assert refused.value.param == param
