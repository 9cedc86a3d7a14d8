"""Use cases off the event loop: several at once, each thread with a connection that lives."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DatabaseError, connection

import chat.stored
from chat.models import User
from chat.stored import on_kept_connection, stored

pytestmark = pytest.mark.django_db(transaction=True)
ON_SQLITE = connection.vendor == "sqlite"
OneThread = Callable[[Callable[[], Any]], Any]


@pytest.fixture
def on_one_thread() -> Iterator[OneThread]:
    with ThreadPoolExecutor(1) as threads:
        yield lambda call: threads.submit(on_kept_connection, call).result()
        threads.submit(lambda: connection.close()).result()


async def test_two_run_at_the_same_time() -> None:
    both = threading.Barrier(2)
    meeting = stored(both.wait)
    assert sorted(await asyncio.gather(meeting(10), meeting(10))) == [0, 1]


async def test_it_runs_on_a_thread_of_its_own() -> None:
    assert (await stored(threading.current_thread)()).name.startswith("stored")


async def test_it_gives_what_the_function_gives_and_raises_what_it_raises(alice: User) -> None:
    assert await stored(User.objects.get)(pk=alice.pk) == alice
    with pytest.raises(User.DoesNotExist):
        await stored(User.objects.get)(pk=0)


def test_a_thread_keeps_its_connection(on_one_thread: OneThread) -> None:
    assert on_one_thread(held) == on_one_thread(held) is not None


@pytest.mark.skipif(ON_SQLITE, reason="a connection to a file does not die")
def test_a_connection_that_died_while_nobody_used_it_is_replaced(
    on_one_thread: OneThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = on_one_thread(held)
    on_one_thread(lambda: connection.connection.close())
    monkeypatch.setattr(chat.stored, "TRUSTED_S", 0.0)
    assert on_one_thread(held) not in {before, None}


def test_a_connection_that_failed_is_given_back(on_one_thread: OneThread) -> None:
    before = on_one_thread(held)
    with pytest.raises(DatabaseError):
        on_one_thread(broken)
    assert on_one_thread(held) not in {before, None}


def held() -> object:
    User.objects.count()
    return connection.connection


def broken() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
