"""Calls that go through the server: who carries one, and how one is started by its socket alone."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from chat.errors import InputRefused, Refusal, missing_session
from chat.models import Mode, RealtimeSession, User
from chat.provider.catalog import CATALOG
from chat.services import assistants, conversations, sessions, sidebands, voices
from chat.services.sessions import Wish


@dataclass(frozen=True)
class Choice:
    """What a socket names for its call; empty is as it would be anyway."""

    voice: str = ""
    model: str = ""
    assistant: UUID | None = None


def take_up(user: User, conversation_id: UUID | None, session_id: UUID) -> RealtimeSession:
    """Whoever is first carries it. Raises Refusal: unknown_session, call_over, already_connected."""
    session = sessions.find(user, session_id)
    if conversation_id not in {None, session.conversation_id} or not session.is_relayed:
        raise missing_session()
    State = RealtimeSession.State
    starting = RealtimeSession.objects.open().filter(pk=session_id)
    if starting.filter(state=State.STARTING).update(
        state=State.LIVE, last_seen_at=timezone.now(), unheld_since=None
    ):
        return session
    if starting.exists():
        raise Refusal("already_connected", "This call has its socket already.", status=409)
    raise sidebands.over()


def start(user: User, conversation_id: UUID | None, wish: Wish, choice: Choice) -> RealtimeSession:
    """A call without a page; without a conversation it makes one.

    Raises Refusal: what `sessions.start` raises, not_found of an assistant, bad_field.
    """
    _check(choice)
    assistant = assistants.find(user, choice.assistant) if choice.assistant else None
    if conversation_id is None:
        conversation_id = conversations.create(user, assistant).pk
    elif assistant:
        mine = conversations.find(user, conversation_id)
        mine.assistant = assistant
        mine.save(update_fields=["assistant"])
    session, _ = sessions.start(user, conversation_id, wish)
    chosen = {name: getattr(choice, name) for name in ("voice", "model")}
    chosen = {name: value for name, value in chosen.items() if value}
    if chosen:
        RealtimeSession.objects.filter(pk=session.pk).update(**chosen)
    return take_up(user, conversation_id, session.pk)


def _check(choice: Choice) -> None:
    models = {model.name for model in CATALOG.realtime_models}
    if choice.model and choice.model not in models:
        raise InputRefused("bad_field", "This server does not know that model.")
    if choice.voice and not voices.is_voice(choice.voice, Mode.LIVE):
        raise InputRefused("bad_field", "This server does not know that voice.")
