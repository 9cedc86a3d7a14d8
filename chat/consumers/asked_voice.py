"""What the address of a relayed call's socket says of it (docs/audio-relay.md)."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import parse_qs
from uuid import UUID, uuid4

from django.conf import settings

from chat.errors import InputRefused
from chat.models import RealtimeSession
from chat.services import logins, user_agents
from chat.services.relays import Choice
from chat.services.sessions import Wish


class Asked(NamedTuple):
    """`session` was started by a page; without it the socket starts one, as `wish` and `choice` say.

    Opus is a wish that the settings may not grant: `parley.ready` says what holds.
    """

    conversation: UUID | None
    session: UUID | None
    cut_off: bool
    opus: bool
    wish: Wish
    choice: Choice


def asked_in(scope: dict[str, Any]) -> Asked:
    """Raises InputRefused `bad_field`."""
    query = scope["query_string"].decode("latin-1")
    said = {name: values[-1] for name, values in parse_qs(query).items()}
    return Asked(
        conversation=scope["url_route"]["kwargs"].get("conversation_id"),
        session=_uuid(said, "session"),
        cut_off=said.get("cut_off") == "1",
        opus=said.get("codec") == "opus" and settings.AUDIO_RELAY_OPUS,
        wish=Wish(
            client_id=uuid4(),
            device=_uuid(said, "device") or uuid4(),
            take_over=said.get("take_over") == "1",
            login=logins.login_of(scope["session"].session_key),
            device_name=user_agents.in_brief(_user_agent(scope)),
            transport=RealtimeSession.Transport.SOCKET,
        ),
        choice=Choice(said.get("voice", ""), said.get("model", ""), _uuid(said, "assistant")),
    )


def _uuid(said: dict[str, str], name: str) -> UUID | None:
    try:
        return UUID(said[name]) if said.get(name) else None
    except ValueError as error:
        raise InputRefused("bad_field", f"{name} is no UUID.") from error


def _user_agent(scope: dict[str, Any]) -> str:
    named = dict(scope["headers"])
    found: bytes = named.get(b"user-agent", b"")
    return found.decode("latin-1")
