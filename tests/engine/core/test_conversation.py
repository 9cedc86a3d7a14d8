"""Items in order, and what may be done to them."""

import base64

import pytest

from engine.core.conversation import KEPT_AUDIO_BYTES
from tests.engine.core.scene import MANUAL, WEBRTC, Scene


def create(scene: Scene, item_id: str, after: str | None = None) -> None:
    content = [{"type": "input_text", "text": item_id}]
    item = {"id": item_id, "type": "message", "role": "user", "content": content}
    place = {"previous_item_id": after} if after else {}
    scene.client("conversation.item.create", item=item, **place)


def order(scene: Scene) -> list[str]:
    return [item.id for item in scene.session.conversation.items]


def test_items_stand_where_they_were_put() -> None:
    scene = Scene()
    create(scene, "a")
    create(scene, "c")
    create(scene, "b", after="a")
    create(scene, "first", after="root")
    assert order(scene) == ["first", "a", "b", "c"]
    assert scene.witness.last("conversation.item.added")["previous_item_id"] is None


def test_an_unknown_predecessor_is_an_error() -> None:
    scene = Scene()
    create(scene, "a", after="nobody")
    assert scene.error()["param"] == "previous_item_id"
    assert order(scene) == []


def test_an_id_can_be_used_once() -> None:
    scene = Scene()
    create(scene, "a")
    create(scene, "a")
    assert scene.error()["param"] == "item.id"
    assert order(scene) == ["a"]


def test_an_output_needs_its_call() -> None:
    scene = Scene()
    item = {"type": "function_call_output", "call_id": "call_x", "output": "?"}
    scene.client("conversation.item.create", item=item)
    assert scene.error()["code"] == "invalid_tool_call_id"


def test_an_item_can_be_deleted_once() -> None:
    scene = Scene()
    create(scene, "a")
    scene.client("conversation.item.delete", item_id="a")
    scene.client("conversation.item.delete", item_id="a")
    assert scene.witness.last("conversation.item.deleted")["item_id"] == "a"
    assert scene.error()["code"] == "item_not_found"


def test_retrieving_is_the_way_to_the_audio() -> None:
    scene = Scene(MANUAL)
    scene.hear(bytes(48 * 200))
    scene.client("input_audio_buffer.commit")
    item_id = order(scene)[0]
    scene.client("conversation.item.retrieve", item_id=item_id)
    content = scene.witness.last("conversation.item.retrieved")["item"]["content"]
    assert base64.b64decode(content[0]["audio"]) == bytes(48 * 200)


def test_audio_that_does_not_fit_a_channel_is_left_out() -> None:
    scene = Scene(MANUAL, WEBRTC)
    scene.hear(bytes(48 * 2_000))
    scene.client("input_audio_buffer.commit")
    scene.client("conversation.item.retrieve", item_id=order(scene)[0])
    content = scene.witness.last("conversation.item.retrieved")["item"]["content"]
    assert "audio" not in content[0]


def test_retrieving_nothing_has_its_own_code() -> None:
    scene = Scene()
    scene.client("conversation.item.retrieve", item_id="nobody", event_id="mine")
    assert scene.error()["code"] == "item_retrieve_invalid_item_id"
    assert scene.error()["event_id"] == "mine"


def answered() -> Scene:
    """A conversation with a spoken answer of one second."""
    scene = Scene()
    scene.type_text("hi")
    scene.client("response.create")
    scene.say("Hello.")
    return scene


def test_truncating_cuts_the_sound_and_forgets_the_transcript() -> None:
    scene = answered()
    item = scene.session.conversation.items[-1]
    scene.client("conversation.item.truncate", item_id=item.id, content_index=0, audio_end_ms=400)
    assert scene.witness.last("conversation.item.truncated")["audio_end_ms"] == 400
    assert (item.content[0].audio_ms, item.content[0].transcript) == (400, None)


def test_truncating_beyond_the_end_is_refused() -> None:
    scene = answered()
    item_id = order(scene)[-1]
    scene.client("conversation.item.truncate", item_id=item_id, content_index=0, audio_end_ms=1001)
    assert scene.error()["message"] == "Audio content of 1000ms is already shorter than 1001ms"


@pytest.mark.parametrize(("place", "index"), [(0, 0), (-1, 1), (-1, -1)])
def test_only_spoken_answers_can_be_truncated(place: int, index: int) -> None:
    scene = answered()
    item_id = order(scene)[place]
    scene.client("conversation.item.truncate", item_id=item_id, content_index=index, audio_end_ms=1)
    assert scene.error()["message"] == "Only model output audio messages can be truncated"


def test_old_audio_is_forgotten_before_it_fills_the_memory() -> None:
    scene = Scene(MANUAL)
    for _ in range(3):
        scene.hear(bytes(KEPT_AUDIO_BYTES // 2))
        scene.client("input_audio_buffer.commit")
    kept = [len(item.content[0].audio) for item in scene.session.conversation.items]
    assert kept[0] == 0
    assert sum(kept) <= KEPT_AUDIO_BYTES
