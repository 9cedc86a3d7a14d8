"""Assistants: one's own and shared ones, their forms, and conversations that have one."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from chat.models import Assistant, Conversation, Mode, User
from tools import registry

pytestmark = pytest.mark.django_db


def page_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def tutor(alice: User) -> Assistant:
    return Assistant.objects.create(owner=alice, name="Tutor", instructions="Ask, do not tell.")


def save(client: Client, path: str = "/assistants/new/", **fields: Any) -> Any:
    return client.post(
        path, {"name": "Cook", "tools": [tool.name for tool in registry.each()]} | fields
    )


def test_a_new_one_is_the_persons_own(page: Client, alice: User, bob: User) -> None:
    assert save(page, voice="coral")["Location"] == "/assistants/"
    cook = Assistant.objects.get()
    assert (cook.owner, cook.voice, cook.tools) == (alice, "coral", None)
    assert "Cook" in page.get("/assistants/").content.decode()
    assert "Cook" not in page_of(bob).get("/assistants/").content.decode()


def test_it_can_be_limited_to_some_tools(page: Client) -> None:
    save(page, tools=[])
    assert Assistant.objects.get().tools == []


@pytest.mark.parametrize("wrong", [{"name": ""}, {"tools": ["rm"]}, {"instructions": "x" * 8001}])
def test_what_is_wrong_is_said_and_nothing_is_kept(page: Client, wrong: dict[str, Any]) -> None:
    answer = save(page, **wrong)
    assert (answer.status_code, b"Not saved." in answer.content) == (422, True)
    assert not Assistant.objects.exists()


def test_sharing_needs_the_permission(page: Client, alice: User, bob: User) -> None:
    save(page, shared="on")
    assert Assistant.objects.get().owner == alice
    bob.user_permissions.add(Permission.objects.get(codename="share_assistant"))
    save(page_of(bob), name="Everyone's", shared="on")
    assert "Everyone&#x27;s" in page.get("/assistants/").content.decode()


@pytest.mark.parametrize("path", ["", "deletion/"])
def test_anothers_and_a_missing_one_are_alike(bob: User, tutor: Assistant, path: str) -> None:
    for found in (tutor.pk, uuid4()):
        assert page_of(bob).post(f"/assistants/{found}/{path}").status_code == 404
    assert Assistant.objects.filter(pk=tutor.pk).exists()


def test_a_shared_one_is_read_and_not_changed(page: Client, tutor: Assistant) -> None:
    Assistant.objects.update(owner=None)
    assert page.post(f"/assistants/{tutor.pk}/", {"name": "Mine"}).status_code == 404


def test_a_conversation_with_it_stays_when_it_is_deleted(
    page: Client, conversation: Conversation, tutor: Assistant
) -> None:
    Conversation.objects.update(assistant=tutor)
    page.post(f"/assistants/{tutor.pk}/deletion/")
    conversation.refresh_from_db()
    assert conversation.assistant is None


def test_a_conversation_begins_with_the_one_that_is_named(page: Client, tutor: Assistant) -> None:
    begun = page.post("/conversations/", {"assistant": str(tutor.pk)})
    assert Conversation.objects.get(assistant=tutor).pk.hex in begun["Location"].replace("-", "")
    assert page.get(f"/?assistant={tutor.pk}")["Location"] == begun["Location"]


@pytest.mark.parametrize("asked", [str(uuid4()), "nonsense"])
def test_one_that_is_not_there_begins_nothing(page: Client, asked: str) -> None:
    assert page.post("/conversations/", {"assistant": asked}).status_code == 404
    assert not Conversation.objects.exists()


def test_a_conversation_has_its_own_choices_and_shows_what_the_model_is_told(
    page: Client, conversation: Conversation, tutor: Assistant
) -> None:
    path = f"/conversations/{conversation.pk}/settings/"
    chosen = {"assistant": tutor.pk, "instructions": "Speak of tides.", "voice": "sage"}
    shown = page.post(path, chosen | {"preview": "1"}).content.decode()
    assert "Your name is Tutor.\n\nAsk, do not tell.\n\nSpeak of tides." in shown
    conversation.refresh_from_db()
    assert conversation.assistant_id is None
    assert page.post(path, chosen).status_code == 302
    conversation.refresh_from_db()
    assert conversation.voice == "sage"
    assert tutor.conversations.get() == conversation


def test_in_classic_a_voice_that_reads_aloud_is_chosen(
    page: Client, conversation: Conversation
) -> None:
    Conversation.objects.update(mode=Mode.CLASSIC, voice="cedar")
    path = f"/conversations/{conversation.pk}/settings/"
    offered = page.get(path).content.decode()
    assert "Cedar: Onyx is heard instead" in offered
    assert [name in offered for name in ("marin", "fable")] == [False, True]
    assert page.post(path, {"voice": "fable"}).status_code == 302
    conversation.refresh_from_db()
    assert conversation.voice == "fable"


def test_anothers_assistant_cannot_be_chosen(
    bob: User, page: Client, conversation: Conversation
) -> None:
    theirs = Assistant.objects.create(
        owner=bob, name="Secret", instructions="The word is persimmon."
    )
    answer = page.post(f"/conversations/{conversation.pk}/settings/", {"assistant": theirs.pk})
    assert (answer.status_code, b"persimmon" in answer.content) == (422, False)


def test_anothers_conversation_has_no_settings(bob: User, conversation: Conversation) -> None:
    answer = page_of(bob).get(f"/conversations/{conversation.pk}/settings/")
    assert answer.status_code == 404
