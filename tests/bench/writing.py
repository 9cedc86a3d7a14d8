"""`python -m tests.bench.writing`: events a second by the write path and by psycopg alone."""

import asyncio
import json
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import uuid4

import django
from psycopg import Connection
from psycopg_pool import ConnectionPool

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import call_command
from django.db import connection

from chat import broadcasts, stored
from chat.models import Conversation, Message, RealtimeSession, User
from chat.realtime import hearing, relaying, rendering
from tests.chat import said

CONVERSATIONS = 8
# Of each conversation, by the size of a batch.
EVENTS = {1: 140, 20: 1_400}
RUNS = 3
UNSEEN = rendering.Seen(None, 0)

Batch = list[hearing.Numbered]
Statement = tuple[str, Any]
Transactions = list[list[Statement]]


def main() -> None:
    call_command("migrate", verbosity=0)
    calls = [_call(number) for number in range(CONVERSATIONS)]
    print(json.dumps({size: _measured(calls, size) for size in EVENTS}))


def _measured(calls: list[RealtimeSession], size: int) -> list[tuple[float, float]]:
    """Events a second (by the write path, by psycopg) for each run; what is written is the same."""
    batches = _batches(size)
    _forget_all()
    written = [_written(call, batches) for call in calls]
    count = EVENTS[size] * CONVERSATIONS
    return [(count / _ours(calls, batches), count / _raw(written)) for _ in range(RUNS)]


def _ours(calls: list[RealtimeSession], batches: list[Batch]) -> float:
    _forget_all()
    return _timed(lambda: asyncio.run(_hear_all(calls, batches)))


def _raw(written: list[Transactions]) -> float:
    _forget_all()
    with _pool() as pool, ThreadPoolExecutor(stored.THREADS_ON_POSTGRESQL) as threads:
        return _timed(lambda: list(threads.map(partial(_replay, pool), written)))


async def _hear_all(calls: list[RealtimeSession], batches: list[Batch]) -> None:
    async def one(call: RealtimeSession) -> None:
        for batch in batches:
            await relaying.relay(hearing.Report(call.user, call.pk, batch), UNSEEN)

    broadcasts.serve_from_this_loop()
    await asyncio.gather(*map(one, calls))


def _replay(pool: "ConnectionPool[Connection[Any]]", transactions: Transactions) -> None:
    """On one connection, as the write path's threads keep theirs."""
    with pool.connection() as raw:
        for statements in transactions:
            with raw.transaction():
                _run(raw, statements)


def _run(raw: "Connection[Any]", statements: list[Statement]) -> None:
    for statement, parameters in statements:
        cursor = raw.execute(statement, parameters)
        if cursor.description:
            cursor.fetchall()


def _written(call: RealtimeSession, batches: list[Batch]) -> Transactions:
    """Every statement that the write path makes of these batches, transaction by transaction."""
    found: Transactions = []

    def note(execute: Callable[..., Any], sql: str, given: Any, many: bool, *rest: Any) -> Any:
        found[-1] += [(sql, one) for one in (given if many else [given])]
        return execute(sql, given, many, *rest)

    with connection.execute_wrapper(note):
        for batch in batches:
            found.append([])
            hearing.hear(call.user, call.pk, batch)
    return found


@contextmanager
def _pool() -> "Iterator[ConnectionPool[Connection[Any]]]":
    given = connection.get_connection_params()
    settings = {name: given[name] for name in ("host", "port", "user", "dbname")}
    with ConnectionPool(kwargs=settings, min_size=stored.THREADS_ON_POSTGRESQL) as pool:
        pool.wait()
        yield pool


def _batches(size: int) -> list[Batch]:
    """Spoken turns, one after the other, numbered and cut."""
    events: list[hearing.Numbered] = []
    while len(events) < EVENTS[size]:
        turn = len(events)
        question, answer = f"item_u{turn}", f"item_a{turn}"
        heard = [
            *said.spoken_question(question),
            said.heard(question, "How is the weather in Tokyo today, and will it rain?"),
            *said.whole_answer(
                answer, "It is sunny in Tokyo, and there will be no rain.", question
            ),
        ]
        events += enumerate(heard, start=len(events) + 1)
    return [events[at : at + size] for at in range(0, EVENTS[size], size)]


def _call(number: int) -> RealtimeSession:
    user = User.objects.create_user(f"{number}@example.com", "parley-demo")
    conversation = Conversation.objects.create(owner=user)
    return RealtimeSession.objects.create(
        conversation=conversation,
        user=user,
        client_id=uuid4(),
        device=uuid4(),
        model="m",
        voice="v",
    )


def _forget_all() -> None:
    Message.objects.all().delete()
    Conversation.objects.update(last_sequence=0, revision=0, title="")
    RealtimeSession.objects.update(relayed_through=0)


def _timed(do: Callable[[], object]) -> float:
    started = time.monotonic()
    do()
    return time.monotonic() - started


if __name__ == "__main__":
    main()
