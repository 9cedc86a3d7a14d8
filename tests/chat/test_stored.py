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
