"""Open tabs of people, closed when the test is over."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from chat.models import Conversation, RealtimeSession, User
from chat.services import sessions
from tests.chat.conftest import wish
from tests.chat.relayed import Caller
from tests.chat.tab import Tab
from tests.fakes.provider import FakeProvider

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


@pytest.fixture
def call(alice: User, conversation: Conversation) -> RealtimeSession:
    """Started by a page; its socket is not open yet."""
    return sessions.start(alice, conversation.pk, wish(transport="socket"))[0]


@pytest.fixture
async def caller(call: RealtimeSession, provider: FakeProvider) -> Caller:
    return await Caller.of(call)
