"""One person's tabs at one process: with too many of them the oldest rests."""

import pytest
from pytest_django import Settings

from chat.models import RealtimeSession, User
from tests.chat.consumers.conftest import Opens
from tests.chat.tab import Tab

pytestmark = pytest.mark.django_db(transaction=True)
TOO_MANY_TABS = 4429


@pytest.fixture(autouse=True)
def _at_most_two(settings: Settings) -> None:
    settings.SOCKETS_PER_USER = 2


async def test_the_oldest_makes_room_for_the_newest(alice: User, open_tab: Opens) -> None:
    oldest, second, newest = [await open_tab(alice) for _ in range(3)]
    assert await oldest.closing_code() == TOO_MANY_TABS
    for still_open in (second, newest):
        await still_open.asks("beat", "beat")


async def test_a_tab_in_a_call_stays_and_the_next_makes_room(
    alice: User, session: RealtimeSession, open_tab: Opens
) -> None:
    calling = await open_tab(alice)
    await calling.asks("hold", "ack", session=session.pk)
    second = await open_tab(alice)
    await open_tab(alice)
    assert await second.closing_code() == TOO_MANY_TABS
    await calling.asks("beat", "beat")


async def test_a_closed_tab_does_not_count(alice: User, open_tab: Opens) -> None:
    first, second = await open_tab(alice), await open_tab(alice)
    await second.closes()
    await is_greeted(await open_tab(alice))
    await is_greeted(first)


async def test_a_tab_that_broke_off_does_not_count(alice: User, open_tab: Opens) -> None:
    first, second = await open_tab(alice), await Tab.of(alice)
    await second.breaks_off()
    await is_greeted(await open_tab(alice))
    await is_greeted(first)


async def test_another_person_s_tabs_do_not_count(alice: User, bob: User, open_tab: Opens) -> None:
    first = await open_tab(alice)
    for _ in range(2):
        await is_greeted(await open_tab(bob))
    await is_greeted(first)


async def is_greeted(tab: Tab) -> None:
    """And has done what it was told meanwhile: the second beat comes after it."""
    for _ in range(2):
        await tab.asks("beat", "beat")
