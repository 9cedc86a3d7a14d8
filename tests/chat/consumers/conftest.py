"""Open tabs of people, closed when the test is over."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from chat.models import User
from tests.chat.tab import Tab

Opens = Callable[[User], Awaitable[Tab]]


@pytest.fixture
async def open_tab(transactional_db: None) -> AsyncIterator[Opens]:
    tabs: list[Tab] = []

    async def opens(user: User) -> Tab:
        tabs.append(await Tab.of(user))
        return tabs[-1]

    yield opens
    for tab in tabs:
        await tab.closes()
