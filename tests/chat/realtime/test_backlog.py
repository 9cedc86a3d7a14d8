"""What was heard while the database is away: kept in order, bounded, written when it is back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import InterfaceError, OperationalError

from chat.errors import missing_session
from chat.models import Message, RealtimeSession
from chat.realtime import backlog
from chat.realtime.backlog import MAX_BATCH, MAX_ENTRIES, Backlog, Entry, Note, Overflow
from tests.chat import said

# The rows are fake; the threads that would write them look after real connections all the same.
pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[[], Backlog]


class Database:
    """Stands where rows are written; fails as often as it is told, before it takes anything."""

    def __init__(self) -> None:
        self.problems: list[Exception] = []
        self.is_away = False
        self.poison: Entry | None = None
        self.asked = 0
        self.batches: list[list[Entry]] = []

    @property
    def written(self) -> list[Entry]:
        return [entry for batch in self.batches for entry in batch]

    def store(self, session_id: UUID, batch: list[Entry]) -> list[UUID]:
        self.asked += 1
        if self.is_away:
            raise OperationalError("away")
        if self.problems:
            raise self.problems.pop(0)
        if self.poison in batch:
            raise ValueError("no row can hold this")
        self.batches.append(list(batch))
        return []


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Database:
    made = Database()
    monkeypatch.setattr(backlog, "_store", made.store)
    monkeypatch.setattr(backlog, "SHORTEST_PAUSE_S", 0.001)
    monkeypatch.setattr(backlog, "LONGEST_PAUSE_S", 0.002)
    return made


@pytest.fixture
async def opens() -> AsyncIterator[Open]:
    writers: list[asyncio.Task[None]] = []

    def opened() -> Backlog:
        made = Backlog(uuid4(), lambda calls: None)
        writers.append(asyncio.create_task(made.write_on()))
        return made

    yield opened
    for writer in writers:
        writer.cancel()
    await asyncio.gather(*writers, return_exceptions=True)


def event(number: int) -> dict[str, Any]:
    return {"type": "event", "n": number}


async def test_what_came_meanwhile_is_one_write(database: Database, opens: Open) -> None:
    kept = opens()
    for number in range(MAX_BATCH + 5):
        kept.add(event(number))
    assert await kept.drained(10)
    assert [len(batch) for batch in database.batches] == [MAX_BATCH, 5]
    assert database.written == [event(number) for number in range(MAX_BATCH + 5)]


async def test_nothing_is_lost_or_changes_place_while_the_database_is_away(
    database: Database, opens: Open
) -> None:
    database.problems = [OperationalError("away")] * 5 + [InterfaceError("away")] * 3
    kept = opens()
    expected: list[Entry] = [event(1), Note("Changed."), event(2), event(3)]
    for entry in expected:
        kept.add(entry)
    assert await kept.drained(10)
    assert database.written == expected
    assert database.batches[1] == [Note("Changed.")]


async def test_more_than_may_be_kept_is_refused_and_the_rest_stays(
    database: Database, opens: Open
) -> None:
    database.is_away = True
    kept = opens()
    for number in range(MAX_ENTRIES):
        kept.add(event(number))
    with pytest.raises(Overflow):
        kept.add(event(-1))
    database.is_away = False
    assert await kept.drained(10)
    assert database.written == [event(number) for number in range(MAX_ENTRIES)]


async def test_it_is_given_up_after_its_time(
    database: Database, opens: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backlog, "MAX_AGE_S", 0.01)
    database.is_away = True
    kept = opens()
    kept.add(event(1))
    assert await kept.drained(10)
    assert (len(kept), database.written) == (0, [])


async def test_one_that_no_row_can_hold_does_not_stop_the_others(
    database: Database, opens: Open
) -> None:
    database.poison = event(2)
    kept = opens()
    for number in range(5):
        kept.add(event(number))
    assert await kept.drained(10)
    assert database.written == [event(number) for number in (0, 1, 3, 4)]


async def test_a_conversation_that_is_gone_takes_nothing_more(
    database: Database, opens: Open
) -> None:
    database.problems = [missing_session()]
    kept = opens()
    kept.add(event(1))
    assert await kept.drained(10)
    assert database.asked == 1


async def test_waiting_for_a_database_that_stays_away_ends(database: Database, opens: Open) -> None:
    database.is_away = True
    kept = opens()
    kept.add(event(1))
    assert not await kept.drained(0.05)


@pytest.mark.django_db(transaction=True)
async def test_events_and_notes_become_rows_and_tool_calls_are_told(
    session: RealtimeSession,
) -> None:
    told: list[UUID] = []
    kept = Backlog(session.pk, told.extend)
    writer = asyncio.create_task(kept.write_on())
    entries: list[Entry] = [*said.called("c"), Note("Changed.")]
    for entry in entries:
        kept.add(entry)
    assert await kept.drained(10)
    writer.cancel()
    rows = [row.role async for row in Message.objects.order_by("sequence")]
    assert (rows, len(told)) == (["tool", "system"], 1)
