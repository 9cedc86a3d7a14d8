"""The event log: what is in it, for how long, and how much."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from chat.models import Conversation, EventLogEntry, RealtimeSession, User, statements
from chat.services import conversations, event_log, messages, sessions
from tests.chat import said
from tests.chat.ear import Ear

pytestmark = pytest.mark.django_db


def lines(conversation: Conversation) -> list[dict[str, Any]]:
    return [json.loads(line) for line in event_log.jsonl(conversation)]


def of(conversation: Conversation, kind: str) -> list[dict[str, Any]]:
    return [line for line in lines(conversation) if line["type"] == kind]


def test_what_the_browser_reports_is_kept_with_its_numbers(
    conversation: Conversation, ear: Ear
) -> None:
    ear.hears(said.opened(), said.committed("item_u"))
    ear.hears(said.heard("item_u", "Hello"))
    found = of(conversation, "event")
    assert [(line["n"], line["ear"]) for line in found] == [(n, "browser") for n in (1, 2, 3)]
    assert found[2]["event"] == said.heard("item_u", "Hello")


def test_what_the_server_hears_is_kept_beside_it(conversation: Conversation, ear: Ear) -> None:
    ear.is_attached()
    ear.overhears(*said.spoken_question())
    ear.session.refresh_from_db()
    (first, *_) = of(conversation, "event")
    assert (first["ear"], first["attached"], first["open"], "n" in first) == (
        "server",
        True,
        True,
        False,
    )


def test_a_refused_event_is_not_in_it(conversation: Conversation, ear: Ear) -> None:
    ear.hears({"type": "input_audio_buffer.committed", "item_id": 5}, said.committed("item_u"))
    ear.hears({"type": "rate_limits.updated"})
    assert [line["n"] for line in of(conversation, "event")] == [2]


def test_what_was_typed_stands_where_it_was_said(
    alice: User, conversation: Conversation, ear: Ear
) -> None:
    ear.hears(said.committed("item_u"))
    messages.post(alice, conversation.pk, uuid4(), "Typed")
    ear.hears(said.heard("item_u", "Spoken"))
    kinds = [line["type"] for line in lines(conversation)]
    assert kinds == ["event_log", "call", "event", "message", "event"]


def test_a_call_alone_has_only_its_own_events(
    alice: User, conversation: Conversation, ear: Ear
) -> None:
    ear.hears(said.committed("item_u"))
    ear.hears(said.heard("item_u", "Hello"))
    other = RealtimeSession.objects.create(
        conversation=conversation,
        user=alice,
        client_id=uuid4(),
        device=uuid4(),
        ended_at=timezone.now(),
    )
    found = [json.loads(line) for line in event_log.jsonl(conversation, other.pk)]
    assert [line["type"] for line in found] == ["event_log", "call", "message"]


def test_nothing_is_kept_when_it_is_off(
    conversation: Conversation, ear: Ear, settings: Settings
) -> None:
    settings.EVENT_LOG_DAYS = 0
    ear.hears(said.committed("item_u"))
    messages.checkpoint(ear.session, "item_u", "Hel")
    assert not EventLogEntry.objects.exists()


def test_a_log_is_full_at_its_limit_and_the_rows_go_on(
    conversation: Conversation, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statements, "MOST_BYTES_A_CALL", 100)
    for number in range(4):
        ear.hears(said.committed(f"item_{number}"))
    assert EventLogEntry.objects.count() == 2
    assert conversation.messages.count() == 4


def test_it_is_swept_when_its_days_are_over(ear: Ear, alice: User, settings: Settings) -> None:
    ear.hears(said.committed("item_u"))
    assert event_log.sweep() == 0
    sessions.end(alice, ear.session.pk, "ended")
    assert event_log.sweep() == 0
    long_ago = timezone.now() - timedelta(days=8)
    RealtimeSession.objects.update(ended_at=long_ago)
    settings.EVENT_LOG_DAYS = 9
    assert event_log.sweep() == 0
    settings.EVENT_LOG_DAYS = 7
    assert event_log.sweep() == 1


def test_it_goes_with_a_deleted_conversation_once_no_undo_brings_it_back(
    alice: User, conversation: Conversation, ear: Ear
) -> None:
    ear.hears(said.committed("item_u"))
    conversations.delete(alice, conversation.pk)
    assert event_log.sweep() == 0
    Conversation.objects.update(deleted_at=timezone.now() - timedelta(minutes=1))
    assert event_log.sweep() == 1
    assert not EventLogEntry.objects.exists()
