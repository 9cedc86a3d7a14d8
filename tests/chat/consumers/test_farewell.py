"""Every open socket is closed before the process stops, and a new one is told to come back."""

import asyncio

import pytest

from chat.consumers import steady
from chat.consumers.farewell import Farewell
from chat.models import User
from tests.chat.consumers.conftest import Opens
from tests.chat.tab import Tab

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def farewell(monkeypatch: pytest.MonkeyPatch) -> Farewell:
    """One of its own: others may have left sockets behind."""
    own = Farewell()
    monkeypatch.setattr(steady, "farewell", own)
    return own


async def test_all_are_closed_with_1012(alice: User, bob: User, farewell: Farewell) -> None:
    tabs = [await Tab.of(user) for user in (alice, bob, bob)]
    saying = asyncio.create_task(farewell.say(10))
    assert [await tab.closing_code() for tab in tabs] == [1012] * 3
    assert not saying.done()  # the browsers have not answered yet
    for tab in tabs:
        await tab.closes()
    assert await saying == 0


async def test_one_that_opens_meanwhile_is_told_to_come_back(
    alice: User, farewell: Farewell
) -> None:
    login = (await Tab.of(alice)).login
    await farewell.say(0)
    late = Tab(login)
    assert await late.opens()
    assert await late.closing_code() == 1012


async def test_one_that_would_not_end_is_not_waited_for_for_ever(
    alice: User, farewell: Farewell, open_tab: Opens
) -> None:
    await open_tab(alice)
    assert await farewell.say(0) == 1


async def test_one_that_has_left_is_not_waited_for(alice: User, farewell: Farewell) -> None:
    await (await Tab.of(alice)).closes()
    assert await farewell.say(10) == 0
