"""The settings of a call: each saved as one changes it, where it holds, and told to the calls that run."""

from typing import Any

import pytest
from django.test import Client

from chat.models import Assistant, Conversation, Preference, User
from tools import registry
from tools.models import ToolPolicy

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
AS_IT_IS = {
    "voice": "marin",
    "model": "gpt-realtime-2.1",
    "speed": "1.0",
    "turn_taking": "server_vad",
    "silence_ms": "500",
    "eagerness": "auto",
    "sensitivity": "medium",
    "language": "",
    "noise": "near_field",
    "show_tool_calls": "on",
}


def test_every_tool_has_a_switch_beside_them(page: Client, alice: User) -> None:
    one = Conversation.objects.create(owner=alice)
    ToolPolicy.objects.create(tool="get_current_time", decision="never")
    shown = page.get(f"/conversations/{one.pk}/call-settings/", headers=HTMX).content.decode()
    for tool in registry.each():
        assert f'id="panel-switch-{tool.name}"' in shown
    assert "Your administrator does not allow it" in shown


def save(client: Client, conversation: Conversation, **fields: str) -> Any:
    path = f"/conversations/{conversation.pk}/call-settings/"
    return client.post(path, AS_IT_IS | fields, headers=HTMX)


def shown(client: Client, conversation: Conversation) -> str:
    path = f"/conversations/{conversation.pk}/call-settings/"
    return client.get(path, headers=HTMX).content.decode()


def test_each_says_from_when_on_it_holds(page: Client, conversation: Conversation) -> None:
    text = shown(page, conversation)
    assert text.count("At once") == 8
    assert text.count("From the next call on") == 1


@pytest.mark.parametrize(
    ("fields", "stored"),
    [
        ({"voice": "coral"}, {"voice": "coral"}),
        ({"model": "gpt-realtime-2.1-mini"}, {"model": "gpt-realtime-2.1-mini"}),
        ({"speed": "1.2"}, {"speed": 1.2}),
        ({"turn_taking": "semantic_vad"}, {"turns": "semantic_vad", "push_to_talk": False}),
        ({"turn_taking": "push_to_talk"}, {"turns": "server_vad", "push_to_talk": True}),
        ({"silence_ms": "900"}, {"silence_ms": 900}),
        ({"eagerness": "low"}, {"eagerness": "low"}),
        ({"sensitivity": "low"}, {"threshold": 0.7}),
        ({"language": "de"}, {"language": "de"}),
        ({"noise": "off"}, {"noise": "off"}),
        ({"show_tool_calls": ""}, {"show_tool_calls": False}),
    ],
)
def test_what_is_changed_is_kept(
    page: Client,
    alice: User,
    conversation: Conversation,
    fields: dict[str, str],
    stored: dict[str, object],
) -> None:
    assert b"Saved" in save(page, conversation, **fields).content
    liked = Preference.objects.get(user=alice)
    assert {name: getattr(liked, name) for name in stored} == stored


def test_what_was_not_changed_stays_as_the_server_chooses(
    page: Client, alice: User, conversation: Conversation
) -> None:
    save(page, conversation, speed="1.2")
    liked = Preference.objects.get(user=alice)
    assert (liked.voice, liked.model) == ("", "")


def test_only_what_was_touched_is_saved(
    page: Client, alice: User, conversation: Conversation
) -> None:
    Preference.objects.create(user=alice, silence_ms=900)  # meanwhile, on another device
    save(page, conversation, speed="1.2", only="speed")
    liked = Preference.objects.get(user=alice)
    assert (liked.speed, liked.silence_ms) == (1.2, 900)


@pytest.mark.parametrize("owner", ["conversation", "assistant"])
def test_a_voice_of_the_conversation_s_own_is_changed_there(
    page: Client, alice: User, conversation: Conversation, owner: str
) -> None:
    assistant = Assistant.objects.create(owner=alice, name="Ann", voice="sage")
    fields = {"voice": "sage"} if owner == "conversation" else {"assistant": assistant}
    Conversation.objects.update(**fields)
    assert "For this conversation" in shown(page, conversation)
    save(page, conversation, voice="coral")
    conversation.refresh_from_db()
    assert (conversation.voice, Assistant.objects.get().voice) == ("coral", "sage")
    assert not Preference.objects.exclude(voice="").exists()


def test_the_page_hears_of_another_voice_alone(page: Client, conversation: Conversation) -> None:
    assert "HX-Trigger" not in save(page, conversation, speed="1.2")
    assert "voice-chosen" in save(page, conversation, voice="coral")["HX-Trigger"]


@pytest.mark.parametrize(
    "wrong", [{"voice": "fable"}, {"speed": "9"}, {"turn_taking": "none"}, {"sensitivity": "own"}]
)
def test_what_is_not_allowed_is_said_and_nothing_is_kept(
    page: Client, conversation: Conversation, wrong: dict[str, str]
) -> None:
    assert b"Not saved" in save(page, conversation, **wrong).content
    assert not Preference.objects.exists()


def test_a_threshold_of_one_s_own_is_shown_and_stays(
    page: Client, alice: User, conversation: Conversation
) -> None:
    Preference.objects.create(user=alice, threshold=0.65)
    assert "0.65" in shown(page, conversation)
    save(page, conversation, sensitivity="own", speed="1.2")
    assert Preference.objects.get().threshold == 0.65


def test_without_scripts_there_are_the_preferences(
    page: Client, conversation: Conversation
) -> None:
    answer = page.get(f"/conversations/{conversation.pk}/call-settings/")
    assert (answer.status_code, answer["Location"]) == (302, "/preferences/")
