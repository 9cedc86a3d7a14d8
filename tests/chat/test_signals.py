"""The end of an account ends its calls at the provider too, though their rows are gone."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from celery.signals import before_task_publish

from chat import tasks
from chat.models import RealtimeSession, User
from chat.stored import stored
from tests.fakes.provider import FakeProvider

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked() -> Iterator[list[Any]]:
    """What was asked of workers: name and arguments."""
    found: list[Any] = []

    def note(sender: str, body: Any, **kwargs: Any) -> None:
        found.append((sender, body[0]))

    before_task_publish.connect(note)
    yield found
    before_task_publish.disconnect(note)


async def test_the_calls_of_a_deleted_person_are_handed_on(
    alice: User, session: RealtimeSession, asked: list[Any]
) -> None:
    await RealtimeSession.objects.aupdate(call_id="rtc_of_alice")
    await stored(alice.delete)()
    assert asked == [("chat.tasks.hang_up_calls", [["rtc_of_alice"]])]


async def test_calls_whose_rows_are_gone_are_hung_up(provider: FakeProvider) -> None:
    call = provider.opens({})
    await asyncio.to_thread(tasks.hang_up_calls, [call.id, "rtc_over_already"])
    assert provider.hung_up == [call.id]
