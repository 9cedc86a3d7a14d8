"""Everybody comes back at once."""

import asyncio

from tests.config.grown.conftest import Opens
from tests.live.grown import Grown

SOCKETS = 500


async def test_five_hundred_handshakes_at_once_are_all_greeted(
    grown: Grown, open_socket: Opens
) -> None:
    web = grown.webs[0]
    sockets = await asyncio.gather(*[open_socket(web) for _ in range(SOCKETS)])
    greetings = await asyncio.gather(*[socket.hears("hello") for socket in sockets])
    assert len(greetings) == SOCKETS
    await asyncio.gather(*[socket.says("beat") for socket in sockets])
    await asyncio.gather(*[socket.hears("beat") for socket in sockets])
