"""Items as the wire shows them."""

import base64

from engine.core.items import Part, assistant_message, function_call, user_audio


def test_an_utterance_shows_no_audio_until_it_is_retrieved() -> None:
    item = user_audio("item_1", b"\1\0")
    assert item.wire()["content"] == [{"type": "input_audio", "transcript": None}]
    audio = item.wire(with_audio=True)["content"][0]["audio"]
    assert base64.b64decode(audio) == b"\1\0"


def test_an_answer_begins_empty_and_in_progress() -> None:
    assert assistant_message("item_1").wire() == {
        "id": "item_1",
        "type": "message",
        "status": "in_progress",
        "role": "assistant",
        "content": [],
    }


def test_a_call_carries_its_name_and_its_arguments_as_text() -> None:
    call = function_call("item_1", "call_1", "f")
    call.fields["arguments"] = "{}"
    assert call.wire()["arguments"] == "{}"
    assert call.words() == "f{}"


def test_an_image_keeps_its_address_and_detail() -> None:
    part = Part("input_image", image_url="data:image/png;base64,AAAA", detail="low")
    assert part.wire() == {
        "type": "input_image",
        "image_url": "data:image/png;base64,AAAA",
        "detail": "low",
    }


def test_a_parts_length_is_that_of_its_sound() -> None:
    assert Part("output_audio", audio=bytes(48 * 250)).audio_ms == 250
