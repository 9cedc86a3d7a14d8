"""What must be true of the rows whatever happened: nothing lost, nothing doubled, nothing left open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

MESSAGES = "select * from chat_message where conversation_id = ? order by sequence"
SESSIONS = "select * from chat_realtimesession where conversation_id = ?"
COUNTERS = "select last_sequence, revision from chat_conversation where id = ?"
TOOL_CALLS = """
    select call.*, message.item_id from chat_toolcall call
    join chat_message message on message.id = call.message_id where message.conversation_id = ?
"""
FINISHED = {"done", "failed", "denied"}
Row = dict[str, Any]


class Stored(Protocol):
    """A Parley whose rows can be read past the application."""

    def rows(self, query: str, *arguments: Any) -> list[Row]: ...


@dataclass
class Told:
    """What a browser was told is stored: by session, item, own message, and tool."""

    through: dict[str, int] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)  # item id: what was said
    typed: dict[str, str] = field(default_factory=dict)  # client id: what was written
    called: set[str] = field(default_factory=set)  # item ids of calls of the marking tool

    def add(self, other: Told) -> None:
        self.through |= other.through
        self.items |= other.items
        self.typed |= other.typed
        self.called |= other.called


@dataclass
class Verdict:
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)  # gaps, counters, what was left open

    @property
    def faults(self) -> list[str]:
        return [*self.lost, *self.doubled, *self.broken]

    def add(self, other: Verdict) -> None:
        self.lost += other.lost
        self.doubled += other.doubled
        self.broken += other.broken


def faults(parley: Stored, conversation: str, told: Told | None = None) -> list[str]:
    """Every rule that these rows break; empty when the ledger is clean."""
    return check(parley, conversation, told or Told()).faults


def check(parley: Stored, conversation: str, told: Told) -> Verdict:
    rows = messages(parley, conversation)
    called = parley.rows(TOOL_CALLS, UUID(conversation).hex)
    held = sessions(parley, conversation)
    (counters,) = parley.rows(COUNTERS, UUID(conversation).hex)
    return Verdict(
        lost=[*_lost(rows, told), *_lost_calls(rows, called, told), *_lost_numbers(held, told)],
        doubled=[*_doubled(rows), *_twice("a tool call", [call["call_id"] for call in called])],
        broken=[*_misnumbered(rows, counters), *_left_open(rows, held)],
    )


def messages(parley: Stored, conversation: str) -> list[Row]:
    return parley.rows(MESSAGES, UUID(conversation).hex)


def sessions(parley: Stored, conversation: str) -> list[Row]:
    return parley.rows(SESSIONS, UUID(conversation).hex)


def end_reasons(parley: Stored, conversation: str) -> list[str]:
    return [str(session["end_reason"]) for session in sessions(parley, conversation)]


def effects(left: list[str], told: Told, *, is_over: bool) -> Verdict:
    """The marks that tools have left: at most one each, and one for each call when all is over."""
    missing = sorted(told.called - set(left)) if is_over else []
    return Verdict(
        lost=[f"the effect of {call} was acknowledged and is not there" for call in missing],
        doubled=_twice("an effect", left),
    )


def _lost(rows: list[Row], told: Told) -> Iterator[str]:
    items = {row["item_id"]: row["content"] for row in rows}
    typed = {row["client_id"]: row["content"] for row in rows}
    for wanted, stored in ((told.items, items), (told.typed, typed)):
        for name, content in wanted.items():
            if stored.get(name) != content:
                yield f"{name} was acknowledged as {content!r}, stored is {stored.get(name)!r}"


def unfinished(parley: Stored, conversation: str) -> list[Row]:
    """Calls of tools that may still end by themselves."""
    called = parley.rows(TOOL_CALLS, UUID(conversation).hex)
    return [call for call in called if call["state"] not in FINISHED]


def never_run(rows: list[Row]) -> set[str]:
    """Calls of tools that were heard when their session was over: they are shown as failed."""
    return {row["item_id"] for row in rows if row["role"] == "tool" and row["status"] == "failed"}


def _lost_calls(rows: list[Row], called: list[Row], told: Told) -> Iterator[str]:
    for item in told.called - {call["item_id"] for call in called} - never_run(rows):
        yield f"the tool call {item} was acknowledged and is not there"


def _lost_numbers(held: list[Row], told: Told) -> Iterator[str]:
    stored = {session["id"]: session["relayed_through"] for session in held}
    for session, through in told.through.items():
        if stored.get(UUID(session).hex, 0) < through:
            yield f"{session} was acknowledged to {through}, stored to {stored.get(session)}"


def _doubled(rows: list[Row]) -> list[str]:
    names = ("item_id", "client_id", "sequence", "revision")
    return [fault for name in names for fault in _twice(name, [row[name] for row in rows])]


def _twice(what: str, values: list[Any]) -> list[str]:
    counted = Counter(value for value in values if value)
    return [
        f"{what} {value} is there {times} times" for value, times in counted.items() if times > 1
    ]


def _misnumbered(rows: list[Row], counters: Row) -> Iterator[str]:
    sequences = [row["sequence"] for row in rows]
    if sequences != list(range(1, counters["last_sequence"] + 1)):
        yield f"sequences are {sequences}, the counter is {counters['last_sequence']}"
    if any(row["revision"] > counters["revision"] for row in rows):
        yield "a row's revision is beyond the conversation's"


def _left_open(rows: list[Row], held: list[Row]) -> list[str]:
    if any(session["ended_at"] is None for session in held):
        return []
    return [f"row {row['sequence']} is still live" for row in rows if row["status"] == "live"]
