"""Owner of what lives as long as the web process: for each loop, the provider's client and the keeper."""

from __future__ import annotations

import asyncio
import atexit
from collections.abc import Coroutine
from typing import Any, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from django.conf import settings

from chat import broadcasts
from chat.models import RealtimeSession, User
from chat.provider.client import Provider
from chat.realtime.audio_relay_attendance import RelayAttendance
from chat.realtime.audio_relay_outbox import Outbox
from chat.realtime.claims import Claims
from chat.realtime.keeper import Keeper
from chat.services import sessions, sidebands
from chat.stored import stored

Made = TypeVar("Made")

_providers: WeakKeyDictionary[asyncio.AbstractEventLoop, Provider] = WeakKeyDictionary()
_keepers: WeakKeyDictionary[asyncio.AbstractEventLoop, Keeper] = WeakKeyDictionary()
_claims = Claims()


def provider() -> Provider:
    """The provider's client for the running loop: aiohttp's may not be shared across loops."""
    loop = asyncio.get_running_loop()
    if loop not in _providers:
        _providers[loop] = Provider(settings.OPENAI_BASE_URL, settings.OPENAI_API_KEY)
    return _providers[loop]


def keeper() -> Keeper:
    loop = asyncio.get_running_loop()
    if loop not in _keepers:
        _keepers[loop] = Keeper(provider)
    return _keepers[loop]


def keep(tab: object | None = None) -> None:
    """Look after calls from now on: by each socket that opens, until it lets go, and by an offer."""
    broadcasts.serve_from_this_loop()
    keeper().keep(tab)


def let_go(tab: object) -> None:
    keeper().let_go(tab)


def carry(session_id: UUID, outbox: Outbox) -> tuple[RelayAttendance, asyncio.Task[None]]:
    """Hear a call whose sound goes through this process; the task ends with the call."""
    broadcasts.serve_from_this_loop()
    attendance = RelayAttendance(keeper().name, provider, session_id, outbox)
    return attendance, keeper().carry(session_id, attendance)


def attach(session_id: UUID) -> None:
    """Hear a call whose id the provider gave to the server itself."""
    if settings.SIDEBAND:
        broadcasts.serve_from_this_loop()
        keeper().attend(session_id)


async def claim(user: User, session_id: UUID, call_id: str) -> None:
    """Try the call that a browser says is its own.

    Raises Refusal: unknown_session, call_over, call_taken, too_many_claims.
    """
    _claims.note(user.pk)
    await stored(sidebands.claim)(user, session_id, call_id)
    if settings.SIDEBAND:
        keeper().attend(session_id, call_id)


async def respond(
    user: User, session_id: UUID, item_id: str | None = None, *, quietly: bool = False
) -> None:
    """Ask for one response to this item by the sideband, here or in the process that has it.

    `quietly`: in writing, for somebody who has stopped the sound.
    Raises Refusal: unknown_session, not_attached (then the browser asks for itself).
    """
    session = await stored(sessions.find)(user, session_id)
    if not session.is_attached:
        raise sidebands.refusal("not_attached")
    if keeper().hears(session_id):
        is_asked = await keeper().respond(session_id, item_id, quietly=quietly)
    else:
        is_asked = await broadcasts.respond_asked(session_id, item_id, quietly=quietly)
    if not is_asked:
        raise sidebands.refusal("not_attached")


async def ask(user: User, conversation_id: UUID) -> RealtimeSession:
    """A classic answer to what was said last; it is written whether or not anybody looks on.

    Raises Refusal: what `answers.begin` raises.
    """
    broadcasts.serve_from_this_loop()
    return await keeper().ask(user, conversation_id)


async def finish(work: Coroutine[Any, Any, Made]) -> Made:
    """Do it to its end, even when whoever waits for it goes."""
    made: Made = await keeper().finish(work)
    return made


async def hang_up_due() -> None:
    await keeper().hang_up_due()


def hang_up_now() -> None:
    """The same for a worker, which has no loop of its own."""
    asyncio.run(_hang_up_and_close())


def hang_up_these(call_ids: list[str]) -> None:
    """Calls whose rows are gone with their person; for a worker."""
    asyncio.run(_hang_up_these(call_ids))


async def close() -> None:
    """End all that this loop keeps; other processes may have its calls at once."""
    if made := _keepers.pop(asyncio.get_running_loop(), None):
        await made.close()
    await provider().close()


async def _hang_up_and_close() -> None:
    try:
        await hang_up_due()
    finally:
        await close()


async def _hang_up_these(call_ids: list[str]) -> None:
    try:
        await asyncio.gather(*map(provider().hang_up, call_ids))
    finally:
        await close()


@atexit.register
def _drop_all() -> None:
    for made in list(_providers.values()):
        made.drop()
