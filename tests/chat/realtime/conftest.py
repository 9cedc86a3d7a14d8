"""A call that the server hears, with a tab that is told about it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from channels.db import database_sync_to_async as stored

from chat.models import Message, RealtimeSession, User
from chat.realtime import attendance, broker, calls, keeper, session_config
from chat.services import sidebands
from tests.chat.tab import Tab
from tests.fakes.calls import FakeCall
from tests.fakes.provider import SDP_ANSWER, FakeProvider

OFFER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\n"


async def until(holds: Callable[[], bool]) -> None:
    """The one place that looks again and again: what happens after the answer has no signal."""
    async with asyncio.timeout(20):
        while not await stored(holds)():  # noqa: ASYNC110 - rows make no event
            await asyncio.sleep(0.01)


@dataclass
class Scene:
    """Alice's call at the provider, heard by the server; `tab` holds it and watches its conversation."""

    session: RealtimeSession
    provider: FakeProvider
    tab: Tab
    call: FakeCall

    async def becomes(self, state: str) -> None:
        await self.tab.hears("sideband", state=state)

    async def sees(self, text: str) -> None:
        """Until this is drawn."""
        while True:
            frame = await self.tab.hears("changes")
            if any(text in row["html"] for row in frame["messages"]):
                return

    async def row(self, item_id: str) -> Message:
        return await self.session.conversation.messages.aget(item_id=item_id)

    async def renewed(self) -> RealtimeSession:
        await self.session.arefresh_from_db()
        return self.session


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for minutes: every pause is short, and nothing is measured against it."""
    monkeypatch.setattr(attendance, "PAUSES_S", (0.01, 0.02, 0.03, 0.04, 0.05))
    monkeypatch.setattr(keeper, "ROUND_S", 0.1)


@pytest.fixture
async def holder(
    alice: User, session: RealtimeSession, provider: FakeProvider
) -> AsyncIterator[Tab]:
    """The tab that holds Alice's session."""
    tab = await Tab.of(alice)
    await tab.asks("watch", "changes", conversation=session.conversation_id, after_revision=0)
    await tab.asks("hold", "sideband", session=session.pk)
    yield tab
    await tab.closes()


@pytest.fixture
async def scene(
    alice: User, session: RealtimeSession, provider: FakeProvider, holder: Tab
) -> Scene:
    """Set up by the server, and attached."""
    await RealtimeSession.objects.filter(pk=session.pk).aupdate(setup="server")
    sdp = await broker.post_offer(alice, session.conversation_id, session.pk, OFFER)
    assert sdp == SDP_ANSWER
    made = Scene(session, provider, holder, next(iter(provider.calls.values())))
    await made.becomes(sidebands.ATTACHED)
    return made


@pytest.fixture
async def claimed(
    alice: User, session: RealtimeSession, provider: FakeProvider, holder: Tab
) -> Scene:
    """Set up by the browser, which has not yet said where."""
    config: dict[str, Any] = await stored(session_config.compose)(alice, session)
    return Scene(session, provider, holder, provider.opens(config))


@pytest.fixture
def kept() -> keeper.Keeper:
    return calls.keeper()
