"""What the ears hear: record a batch of events in one transaction, then it may be acknowledged."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DataError, IntegrityError

from chat import events
from chat.errors import InputRefused, Refusal
from chat.models import Message, RealtimeSession, User
from chat.provider import wire
from chat.realtime.authority import Authority
from chat.realtime.function_calls import FunctionCalls
from chat.realtime.recorder import Recorder
from chat.services import endings, event_log
from chat.services.again import once_more
from chat.services.thread import Thread, Written, load_rows, writing_call, writing_calls

Numbered = tuple[int, dict[str, Any]]
Parsed = tuple[int, events.Event]

# What the database refuses of an event that was well-formed (a NUL that PostgreSQL cannot store).
REFUSED = (DataError, IntegrityError, UnicodeEncodeError)
UNSTORABLE = InputRefused("bad_field", "It could not be stored.")
NOTHING = {"type": "parley.lost"}
TOLD = ("provider_session_id", "state", "last_active_at")

logger = logging.getLogger(__name__)


@dataclass
class Heard:
    """`through`: all up to this number is stored. `gap`: the batch starts after a missing number.

    `tool_calls` are those that are to be run. `written`: what it changed, when that was one transaction.
    """

    through: int = 0
    gap: bool = False
    refused: list[tuple[int, Refusal]] = field(default_factory=list)
    tool_calls: list[UUID] = field(default_factory=list)
    written: Written | None = None

    def add(self, later: Heard) -> None:
        self.through, self.gap = later.through, later.gap
        self.refused += later.refused
        self.tool_calls += later.tool_calls


class Report(NamedTuple):
    """Of a tab: what it has heard in its call."""

    user: User
    session_id: UUID
    batch: Sequence[Numbered]


def hear(user: User, session_id: UUID, batch: Sequence[Numbered]) -> Heard:
    """The browser's ear: record the events that are new, together with its high-water mark.

    Raises Refusal `unknown_session` when the session is not this user's.
    """
    return _kept(partial(_hear, user, session_id), sorted(batch, key=_number_of))


def hear_together(reports: Sequence[Report]) -> dict[int, Heard]:
    """Several tabs' in one transaction: what came of each, by its place.

    Left out is what must be heard alone: somebody else writes there, or it is not theirs. Raises what
    the database refuses; then nothing is written.
    """
    places = {(one.session_id, one.user.pk): place for place, one in enumerate(reports)}
    with writing_calls(places) as calls:
        found = {places[key]: call for key, call in calls.items()}
        reported = {
            place: _Reported(*call, sorted(reports[place].batch, key=_number_of))
            for place, call in found.items()
        }
        _record(list(reported.values()))
    return {place: one.told() for place, one in reported.items()}


def overhear(session_id: UUID, payloads: Sequence[dict[str, Any]]) -> Heard:
    """The server's own ear: no numbers, and what it hears beats what a browser claims.

    Raises Refusal `unknown_session` when the session, or its conversation, is gone.
    """
    heard = _kept(partial(_overhear, session_id), list(enumerate(payloads)))
    for at, refusal in heard.refused:
        kind = payloads[at].get("type")
        logger.warning("session %s: %.60r refused: %s", session_id, kind, refusal.code)
    return heard


def _kept(take: Callable[[list[Numbered]], Heard], batch: list[Numbered]) -> Heard:
    """As one transaction; one event after the other when the database refuses the whole."""
    try:
        return once_more(partial(take, batch))
    except REFUSED:
        heard = Heard()
        for numbered in batch:
            heard.add(_alone(take, numbered))
        return heard


def _alone(take: Callable[[list[Numbered]], Heard], numbered: Numbered) -> Heard:
    try:
        return take([numbered])
    except REFUSED:
        logger.exception("an event could not be stored")
        heard = take([(numbered[0], NOTHING)])
        heard.refused.append((numbered[0], UNSTORABLE))
        return heard


def _hear(user: User, session_id: UUID, batch: list[Numbered]) -> Heard:
    with writing_call(session_id, user) as call:
        reported = _Reported(*call, batch)
        _record([reported])
    return reported.told()


def _overhear(session_id: UUID, batch: list[Numbered]) -> Heard:
    heard = Heard()
    parsed = _parsed(batch, heard)
    if parsed:
        with writing_call(session_id, None) as call:
            _record([_Overheard(*call, batch, parsed, heard)])
    return heard


class _Part:
    """What one ear heard of one call, on its way into the locked thread."""

    ear: str
    told_of: tuple[str, ...]  # columns of the call

    def __init__(
        self,
        thread: Thread,
        session: RealtimeSession,
        batch: list[Numbered],
        parsed: list[Parsed],
        heard: Heard,
    ) -> None:
        self.thread, self.session = thread, session
        self.parsed, self.heard = parsed, heard
        self.events = [event for _, event in parsed]
        self.item_ids = _item_ids(self.events)
        self.calls = FunctionCalls(thread, session, self.ear)
        known = {number for number, _ in parsed}
        # What is of use, as it came; before it changes anything.
        event_log.note(thread, session, self.ear, [one for one in batch if one[0] in known])

    def record(self) -> None:
        recorder = Recorder(self.thread, Authority(self.session, self.ear), self.calls)
        for number, event in self.parsed:
            try:
                recorder.apply(event)
            except Refusal as refusal:
                self.heard.refused.append((number, refusal))
        self.heard.tool_calls = self.calls.close()
        if not self.session.is_open:
            endings.settle(self.thread, self.session)  # what was heard late is not left live
        self.thread.update(self.session, self.told_of)


class _Overheard(_Part):
    ear = Message.CapturedBy.SERVER
    told_of = TOLD


class _Reported(_Part):
    """With its high-water mark."""

    ear = Message.CapturedBy.BROWSER
    told_of = ("relayed_through", *TOLD)

    def __init__(self, thread: Thread, session: RealtimeSession, batch: list[Numbered]) -> None:
        heard = Heard(through=session.relayed_through)
        self.fresh = _fresh(batch, heard)
        super().__init__(thread, session, self.fresh, _parsed(self.fresh, heard), heard)

    def record(self) -> None:
        if self.fresh:
            super().record()
            self.heard.through = self.session.relayed_through = self.fresh[-1][0]

    def told(self) -> Heard:
        self.heard.written = self.thread.written()
        return self.heard


def _record(parts: Sequence[_Part]) -> None:
    naming = [part for part in parts if part.item_ids]
    if naming:
        load_rows(
            [part.thread for part in naming], set().union(*(part.item_ids for part in naming))
        )
    for part in naming:
        part.calls.load(part.events, part.item_ids)
    for part in parts:
        part.record()


def _fresh(batch: list[Numbered], heard: Heard) -> list[Numbered]:
    """The events that follow the mark without a gap; older ones were stored before."""
    found = []
    expected = heard.through + 1
    for number, payload in batch:
        if number == expected:
            found.append((number, payload))
            expected += 1
        elif number > expected:
            heard.gap = True
            break
    return found


def _parsed(batch: Iterable[Numbered], heard: Heard) -> list[Parsed]:
    found = []
    for number, payload in batch:
        try:
            event = wire.parse(payload)
        except InputRefused as refusal:
            heard.refused.append((number, refusal))
            continue
        if event is not None:
            found.append((number, event))
    return found


def _item_ids(heard: Iterable[events.Event]) -> set[str]:
    found: set[str | None] = set()
    for event in heard:
        item = getattr(event, "item", None)
        found |= {item.id if item else None}
        found |= {getattr(event, "item_id", None), getattr(event, "previous_item_id", None)}
        found |= set(getattr(event, "broken_items", ()))
    return {item_id for item_id in found if item_id}


def _number_of(numbered: Numbered) -> int:
    return numbered[0]
