"""Holds every emitted event against the SDK's types (protocol.md section 7) and its order."""

import typing
from typing import Any

from openai.types.realtime import (
    RealtimeServerEvent,
    RealtimeSessionCreateResponse,
    realtime_transcription_session_create_response,
)
from pydantic import BaseModel, ValidationError

from tests.engine.ordering import Ordering

Event = dict[str, Any]
# Members that the service sends and the types do not know.
KNOWN_EXTRAS = {"obfuscation"}
SESSION_TYPES: dict[str, type[BaseModel]] = {
    "realtime": RealtimeSessionCreateResponse,
    "transcription": (
        realtime_transcription_session_create_response.RealtimeTranscriptionSessionCreateResponse
    ),
}
SESSION_EXTRAS = {"id", "object", "expires_at"}


def by_type(annotated: Any) -> dict[str, type[BaseModel]]:
    union = typing.get_args(annotated)[0]
    return {
        typing.get_args(model.model_fields["type"].annotation)[0]: model
        for model in typing.get_args(union)
    }


SERVER = by_type(RealtimeServerEvent)


def problems(event: Event) -> list[str]:
    """What is wrong with the shape of one event; empty when nothing is."""
    model = SERVER.get(event.get("type", ""))
    if model is None:
        return [f"unknown type {event.get('type')!r}"]
    plain = {name: value for name, value in event.items() if name not in KNOWN_EXTRAS}
    if "session" not in plain:
        return _faults(model, plain)
    session = plain["session"]
    asked = {name: value for name, value in session.items() if name not in SESSION_EXTRAS}
    return _faults(model, {**plain, "session": asked}) + session_problems(session)


def session_problems(session: Event) -> list[str]:
    return _faults(SESSION_TYPES[session["type"]], session)


class Witness:
    """Sees every event of one session and complains at the first that should not be."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._ordering = Ordering()

    def see(self, event: Event) -> Event:
        assert problems(event) == [], f"{problems(event)} in {event}"
        self.events.append(event)
        self._ordering.see(event)
        return event

    def settle(self) -> None:
        """The session is at rest: nothing may be left open."""
        self._ordering.settle()

    def types(self) -> list[str]:
        return [event["type"] for event in self.events]

    def of(self, kind: str) -> list[Event]:
        return [event for event in self.events if event["type"] == kind]

    def last(self, kind: str) -> Event:
        return self.of(kind)[-1]


def _faults(model: type[BaseModel], value: Event) -> list[str]:
    try:
        model.model_validate(value, strict=True, extra="forbid")
    except ValidationError as error:
        return [f"{'.'.join(map(str, one['loc']))}: {one['type']}" for one in error.errors()]
    return []
