"""Before a call goes on here: the last words of the device that it is taken from."""

import asyncio

from chat.models import RealtimeSession
from chat.services import goodbyes
from chat.stored import stored

LOOK_EVERY_S = 0.05


async def heard(session: RealtimeSession) -> None:
    """Until the first device has said goodbye, or its 2 s are over; then its call is hung up."""
    if session.continues_id is None:
        return
    while await stored(goodbyes.is_awaited)(session):  # noqa: ASYNC110 - it may be said in another process
        await asyncio.sleep(LOOK_EVERY_S)
    await stored(goodbyes.over)(session)
