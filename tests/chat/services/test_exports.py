"""A conversation as a text that leaves Parley."""

import json

import pytest

from chat.models import Conversation, Message, RealtimeSession, ToolCall
from chat.services import exports

pytestmark = pytest.mark.django_db

Role, Kind = Message.Role, Message.Kind


def say(conversation: Conversation, role: str, content: str, **fields: object) -> Message:
    number = conversation.next_sequence()
    conversation.save()
    known = {"status": Message.Status.FINAL, "captured_by": "browser", "revision": number}
    return Message.objects.create(
        conversation=conversation, sequence=number, role=role, content=content, **(known | fields)
    )


@pytest.fixture
def talk(conversation: Conversation, session: RealtimeSession) -> Conversation:
    conversation.title = "Time in Oslo"
    say(conversation, Role.USER, "What time is it?", kind=Kind.VOICE)
    call = say(conversation, Role.TOOL, "get_current_time", kind=Kind.TOOL)
    ToolCall.objects.create(
        session=session,
        message=call,
        call_id="call_1",
        name="get_current_time",
        arguments_json='{"city": "Oslo"}',
        state=ToolCall.State.DONE,
        output={"success": True, "message": "It is noon."},
    )
    cut = {"status": Message.Status.INTERRUPTED, "heard_ms": 400, "heard": "It is"}
    say(conversation, Role.ASSISTANT, "It is noon in Oslo.", **cut)
    say(conversation, Role.USER, "", status=Message.Status.DELETED)
    return conversation


def test_plain_text_says_who_said_what_as_heard(talk: Conversation) -> None:
    assert "".join(exports.plain(talk)) == (
        "Time in Oslo\n"
        "\nYou: What time is it?\n"
        '\nTool: get_current_time({"city": "Oslo"}): It is noon.\n'
        "\nAssistant: It is\n"
    )


def test_jsonl_has_a_line_for_every_message_and_loses_nothing(talk: Conversation) -> None:
    about, *lines = [json.loads(line) for line in exports.jsonl(talk)]
    assert (about["type"], about["title"], about["messages"]) == ("conversation", str(talk), 4)
    assert [line["sequence"] for line in lines] == [1, 2, 3, 4]
    assert lines[1]["tool"]["arguments"] == {"city": "Oslo"}
    assert (lines[2]["content"], lines[2]["heard"]) == ("It is noon in Oslo.", "It is")
    assert (lines[3]["status"], lines[3]["content"]) == ("deleted", "")


def test_a_line_break_in_a_message_does_not_break_a_line(conversation: Conversation) -> None:
    say(conversation, Role.USER, "one\ntwo\u2028three")
    lines = "".join(exports.jsonl(conversation)).split("\n")
    assert json.loads(lines[1])["content"] == "one\ntwo\u2028three"
    assert lines[2:] == [""]


def test_markdown_has_the_title_and_the_times(talk: Conversation) -> None:
    found = "".join(exports.markdown(talk))
    assert found.startswith("# Time in Oslo\n\n**You** (")
    assert found.count("UTC)") == 3


def test_an_export_asks_the_database_once(
    talk: Conversation, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        "".join(exports.jsonl(talk))
