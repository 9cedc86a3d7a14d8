"""Twenty calls through the server, all on together: no task, no socket and no file stays when they are over."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from pytest_django import Settings

from chat.consumers import voice
from chat.models import Conversation, RealtimeSession, User
from chat.services import sessions
from tests.chat.conftest import wish
from tests.chat.realtime.conftest import until
from tests.chat.relayed import Caller
from tests.fakes.provider import FakeProvider

pytestmark = pytest.mark.django_db(transaction=True)
CALLS = 20
FRAME = bytes(1_920)
Ends = Callable[[Caller, RealtimeSession, FakeProvider], Awaitable[object]]


@pytest.fixture(autouse=True)
def _so_many_calls(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SESSION_STARTS_PER_MINUTE = settings.CALLS_PER_USER = CALLS
    settings.CALLS_AT_ONCE = CALLS
    monkeypatch.setattr(voice, "SOCKETS_A_PERSON", CALLS)


async def closes(caller: Caller, session: RealtimeSession, provider: FakeProvider) -> None:
    await caller.closes()


async def breaks_off(caller: Caller, session: RealtimeSession, provider: FakeProvider) -> None:
    caller.is_gone = True
    await caller.says("parley.beat")
    await caller.socket.wait(20)


async def is_ended(caller: Caller, session: RealtimeSession, provider: FakeProvider) -> None:
    await sync_to_async(sessions.end)(session.user, session.pk, "ended")
    assert await caller.closing_code() == 1000


async def is_cut(caller: Caller, session: RealtimeSession, provider: FakeProvider) -> None:
    await asyncio.to_thread(provider.lines.pop().drops)  # the newest's
    assert await caller.closing_code() == 1011


@pytest.mark.parametrize("ends", [closes, breaks_off, is_ended, is_cut])
async def test_twenty_calls_leave_no_task_no_socket_and_no_file(
    alice: User, provider: FakeProvider, ends: Ends
) -> None:
    loop = asyncio.get_running_loop()
    tasks, open_before = asyncio.all_tasks(), held(provider)
    calls = [await spoken(alice) for _ in range(CALLS)]
    assert len(held(provider) - open_before) == 2 * CALLS  # both ends live in this process
    for caller, session in reversed(calls):
        await ends(caller, session, provider)
    await until(lambda: held(provider) == open_before)
    await until(lambda: left_in(loop) <= tasks)


def left_in(loop: asyncio.AbstractEventLoop) -> set[asyncio.Task[Any]]:
    """But for the one that the channel layer over Redis has in each loop."""
    return {task for task in asyncio.all_tasks(loop) if task.get_name() != "channel layer"}


async def spoken(user: User) -> tuple[Caller, RealtimeSession]:
    """A call of its own, in which something was said."""
    conversation = await Conversation.objects.acreate(owner=user)
    start = sync_to_async(sessions.start)
    session, _ = await start(user, conversation.pk, wish(transport="socket"))
    caller = await Caller.of(session)
    await caller.speaks(FRAME)
    return caller, session


def held(provider: FakeProvider) -> set[str]:
    """Open files of this process, and sockets to the provider: database and Redis have pools."""
    to_provider = sockets_of(int(provider.base_url.rpartition(":")[2].partition("/")[0]))
    found = set()
    for descriptor in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # that of the listing
            found.add(str(descriptor.readlink()))
    mine = {name for name in found if not name.startswith("socket:") and ".sqlite3" not in name}
    return mine | (found & to_provider)


def sockets_of(port: int) -> set[str]:
    rows = [line.split() for line in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    either = f":{port:04X}"
    return {
        f"socket:[{row[9]}]" for row in rows if row[1].endswith(either) or row[2].endswith(either)
    }
