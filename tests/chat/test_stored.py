"""Use cases off the event loop: several at once, and nothing kept that they opened."""

import asyncio
import threading

import pytest
from django.db import connection

from chat.models import User
from chat.stored import stored

pytestmark = pytest.mark.django_db(transaction=True)


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


async def test_the_connection_is_given_back(alice: User) -> None:
    opened = []

    def look() -> None:
        User.objects.count()
        opened.append(connection.connection is not None)

    def is_closed() -> bool:
        return connection.connection is None

    await stored(look)()
    assert opened == [True]
    assert await stored(is_closed)()


async def test_whoever_is_cancelled_while_it_runs_ends_when_it_is_done() -> None:
    runs, may_end = threading.Event(), threading.Event()

    def work() -> None:
        runs.set()
        assert may_end.wait(10)

    async def for_ever() -> None:
        while True:
            await stored(work)()

    endless = asyncio.create_task(for_ever())
    assert await asyncio.to_thread(runs.wait, 10)
    endless.cancel()
    await asyncio.sleep(0)  # the cancellation is delivered before the work may end
    may_end.set()
    done, _ = await asyncio.wait([endless], timeout=10)
    assert done
    assert endless.cancelled()
