"""Take a batch of numbered events from an ear: record it, remember how far, then acknowledge."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError

from chat import events
from chat.errors import InputRefused, Refusal
from chat.models import Message, RealtimeSession, User
from chat.provider import wire
from chat.realtime.recorder import Recorder
from chat.services import endings, sessions
from chat.services.thread import Thread, writing

Numbered = tuple[int, dict[str, Any]]

logger = logging.getLogger(__name__)


@dataclass
class Heard:
    """`through`: all up to this number is stored. `gap`: the batch starts after a missing number."""

    through: int
    gap: bool = False
    refused: list[tuple[int, Refusal]] = field(default_factory=list)
    tool_calls: list[UUID] = field(default_factory=list)


def hear(user: User, session_id: UUID, batch: Sequence[Numbered], ear: str = "browser") -> Heard:
    """Record the events that are new; in one transaction with the high-water mark.

    Raises Refusal `unknown_session` when the session is not this user's.
    """
    conversation_id = sessions.find(user, session_id).conversation_id
    with writing(user, conversation_id) as thread:
        session = thread.conversation.sessions.select_for_update().get(pk=session_id)
        heard = Heard(through=session.relayed_through)
        fresh = _fresh(batch, heard)
        if fresh:
            _record(thread, session, fresh, heard, ear)
    return heard


def _fresh(batch: Sequence[Numbered], heard: Heard) -> list[Numbered]:
    """The events that follow the mark without a gap; older ones were stored before."""
    found = []
    expected = heard.through + 1
    for number, payload in sorted(batch, key=lambda numbered: numbered[0]):
        if number == expected:
            found.append((number, payload))
            expected += 1
        elif number > expected:
            heard.gap = True
            break
    return found


def _record(
    thread: Thread, session: RealtimeSession, fresh: list[Numbered], heard: Heard, ear: str
) -> None:
    parsed = list(_parsed(fresh, heard))
    thread.load(_item_ids(event for _, event in parsed))
    recorder = Recorder(thread, session, Message.CapturedBy(ear))
    for number, event in parsed:
        try:
            with thread.attempt():
                recorder.apply(event)
        except Refusal as refusal:
            heard.refused.append((number, refusal))
        except (DataError, IntegrityError):
            logger.exception("an event of session %s could not be stored", session.pk)
            heard.refused.append((number, InputRefused("bad_field", "It could not be stored.")))
    heard.through = session.relayed_through = fresh[-1][0]
    heard.tool_calls = recorder.new_tool_calls
    if not session.is_open:
        endings.settle(thread, session)  # what was heard late is not left live
    session.save(update_fields=["relayed_through", "provider_session_id", "state"])


def _parsed(fresh: list[Numbered], heard: Heard) -> Iterable[tuple[int, events.Event]]:
    for number, payload in fresh:
        try:
            event = wire.parse(payload)
        except InputRefused as refusal:
            heard.refused.append((number, refusal))
            continue
        if event is not None:
            yield number, event


def _item_ids(heard: Iterable[events.Event]) -> set[str]:
    found: set[str | None] = set()
    for event in heard:
        item = getattr(event, "item", None)
        found |= {item.id if item else None}
        found |= {getattr(event, "item_id", None), getattr(event, "previous_item_id", None)}
    return {item_id for item_id in found if item_id}
