"""What a new session is told: newest first within a budget, answers as heard, calls with their outputs."""

from uuid import uuid4

import pytest
from pytest_django import Settings

from chat.models import Conversation, User
from chat.realtime import replay
from chat.realtime.replay import compose
from chat.services import messages, tool_calls
from tests.chat import said
from tests.chat.ear import Ear, rows

pytestmark = pytest.mark.django_db


def texts(conversation: Conversation) -> list[str]:
    told = [item for item in compose(conversation).items if item["id"] != replay.LEFT_OUT_ID]
    return [item["content"][0]["text"] for item in told]


def write(user: User, conversation: Conversation, *contents: str) -> None:
    for content in contents:
        messages.post(user, conversation.pk, uuid4(), content)


def test_an_empty_conversation_has_nothing_to_tell(conversation: Conversation) -> None:
    assert compose(conversation) == ([], False)


def test_rows_become_items_with_our_ids_oldest_first(conversation: Conversation, ear: Ear) -> None:
    ear.hears(*said.spoken_question("item_u"), said.heard("item_u", "Hello"))
    ear.hears(*said.whole_answer("item_a", "Hi.", "item_u"))
    first, second = rows(conversation)
    assert compose(conversation).items == [
        _item(first.pk.hex, "user", "input_text", "Hello"),
        _item(second.pk.hex, "assistant", "output_text", "Hi."),
    ]


def test_the_newest_rows_win_when_the_budget_is_small(
    conversation: Conversation, alice: User, settings: Settings
) -> None:
    write(alice, conversation, "a" * 400, "b" * 400, "c" * 400)
    settings.REPLAY_TOKENS = 2 * (400 // replay.CHARACTERS_A_TOKEN + replay.ITEM_OVERHEAD_TOKENS)
    assert [text[0] for text in texts(conversation)] == ["b", "c"]


def test_the_model_is_told_how_much_was_left_out(
    conversation: Conversation, alice: User, settings: Settings
) -> None:
    write(alice, conversation, "a" * 400, "b" * 400, "newest")
    assert compose(conversation).items[0]["role"] == "user"
    settings.REPLAY_TOKENS = 20
    first = compose(conversation).items[0]
    assert (first["role"], first["id"]) == ("system", "parley_left_out")
    said_of_it = "Messages 1 to 2 of this conversation are not repeated here."
    assert first["content"] == [{"type": "input_text", "text": said_of_it}]


def test_the_replay_has_no_hole_where_a_row_was_too_large(
    conversation: Conversation, alice: User, settings: Settings
) -> None:
    write(alice, conversation, "small", "b" * 4_000, "newest")
    settings.REPLAY_TOKENS = 100
    assert texts(conversation) == ["newest"]


def test_an_interrupted_answer_is_told_as_it_was_heard(
    conversation: Conversation, ear: Ear
) -> None:
    ear.hears(*said.whole_answer("item_a", "One two three four five six"))
    ear.hears(said.truncated("item_a", 600))
    assert texts(conversation) == ["One two"]


def test_an_answer_that_nobody_heard_is_not_told(conversation: Conversation, ear: Ear) -> None:
    ear.hears(*said.whole_answer("item_a", "One two three"), said.truncated("item_a", 0))
    assert compose(conversation).items == []


def test_what_was_deleted_is_not_told(conversation: Conversation, ear: Ear) -> None:
    ear.hears(*said.whole_answer("item_a", "Forget me."), said.deleted("item_a"))
    assert compose(conversation).items == []


def test_what_was_not_heard_is_not_told(conversation: Conversation, ear: Ear) -> None:
    ear.hears(*said.whole_answer("item_a", "Yes.", "item_u"))
    assert texts(conversation) == ["Yes."]


@pytest.mark.parametrize("character", ["x", "ü", "語", "😀"])
def test_an_item_is_cut_at_16_kib(
    conversation: Conversation, alice: User, settings: Settings, character: str
) -> None:
    settings.REPLAY_TOKENS = 100_000
    write(alice, conversation, character * 20_000)
    (text,) = texts(conversation)
    assert 16 * 1024 - 4 < len(text.encode()) <= 16 * 1024
    assert set(text) == {character}


def test_a_call_is_told_with_its_output(conversation: Conversation, ear: Ear) -> None:
    (call_id,) = ear.hears(*said.called("item_c")).tool_calls
    tool_calls.run(call_id)
    call, output = compose(conversation).items
    assert (call["type"], output["type"]) == ("function_call", "function_call_output")
    assert call["call_id"] == output["call_id"] == "call_1"
    assert (call["id"], output["id"]) == (rows(conversation)[0].pk.hex, call_id.hex)


def test_a_call_never_stands_apart_from_its_output(
    conversation: Conversation, ear: Ear, settings: Settings
) -> None:
    (call_id,) = ear.hears(*said.called("item_c")).tool_calls
    tool_calls.run(call_id)
    for tokens in range(0, 80, 4):
        settings.REPLAY_TOKENS = tokens
        assert len(compose(conversation).items) in (0, 2)


def test_a_call_that_has_not_finished_is_not_told(conversation: Conversation, ear: Ear) -> None:
    ear.hears(*said.called("item_c"))
    assert compose(conversation) == ([], False)


def test_an_answer_is_due_after_a_typed_message(conversation: Conversation, alice: User) -> None:
    write(alice, conversation, "Are you there?")
    assert compose(conversation).answer_due


def test_no_answer_is_due_after_an_answer(
    conversation: Conversation, alice: User, ear: Ear
) -> None:
    write(alice, conversation, "Are you there?")
    ear.hears(*said.whole_answer("item_a", "Yes."))
    assert not compose(conversation).answer_due


def test_no_answer_is_due_after_an_old_spoken_question(
    conversation: Conversation, ear: Ear
) -> None:
    ear.hears(*said.spoken_question("item_u"), said.heard("item_u", "Hello?"))
    assert not compose(conversation).answer_due


def test_an_answer_is_due_after_an_output_that_nobody_took(
    conversation: Conversation, ear: Ear
) -> None:
    (call_id,) = ear.hears(*said.called("item_c")).tool_calls
    tool_calls.run(call_id)
    assert compose(conversation).answer_due
    ear.hears(said.added(said.output(call_id.hex)))
    assert not compose(conversation).answer_due


def _item(item_id: str, role: str, kind: str, text: str) -> dict[str, object]:
    content = [{"type": kind, "text": text}]
    return {"id": item_id, "type": "message", "role": role, "content": content}


def test_what_was_said_is_answered_after_a_call_that_broke_off(
    conversation: Conversation, ear: Ear
) -> None:
    ear.hears(*said.spoken_question("item_u"), said.heard("item_u", "What time is it?"))
    assert not compose(conversation).answer_due
    assert compose(conversation, spoken=True).answer_due
    ear.hears(*said.whole_answer("item_a", "Late.", "item_u"))
    assert not compose(conversation, spoken=True).answer_due


def test_what_waits_for_a_tool_is_answered_with_what_it_finds(
    conversation: Conversation, ear: Ear
) -> None:
    ear.hears(*said.spoken_question("item_u"), said.heard("item_u", "What time is it?"))
    (call_id,) = ear.hears(*said.called("item_c")).tool_calls
    assert not compose(conversation, spoken=True).answer_due
    tool_calls.run(call_id)
    assert compose(conversation, spoken=True).answer_due
