"""Events over a sideband's socket: objects only, bounded, and an end that is seen."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from chat.provider import sockets
from chat.provider.client import Provider
from chat.provider.errors import ProviderRefusal
from chat.provider.sockets import EventSocket
from tests.fakes.calls import FakeCall
from tests.fakes.provider import FakeProvider


@pytest.fixture
def call(fake: FakeProvider) -> FakeCall:
    return fake.opens({"instructions": "Be kind."})


@pytest.fixture
async def socket(client: Provider, call: FakeCall) -> AsyncIterator[EventSocket]:
    attached = await client.attach(call.id)
    yield attached
    await attached.close()


async def everything(socket: EventSocket) -> list[dict[str, Any]]:
    return [event async for event in socket]


async def test_it_hears_what_happens_and_is_heard(socket: EventSocket, call: FakeCall) -> None:
    update = {"type": "session.update", "session": {"instructions": "é"}}
    await socket.send(update)
    assert await call.hears("session.update") == update
    call.finishes()
    call.drops()
    kinds = [event["type"] for event in await everything(socket)]
    assert kinds == ["session.updated", "response.done"]


@pytest.mark.parametrize("frame", ["", "[]", "null", "{", '{"a": "\\u0000"}', b"{}"])
async def test_a_frame_of_no_use_is_left_out(
    socket: EventSocket, call: FakeCall, frame: str | bytes
) -> None:
    call.says(frame)
    call.happens({"type": "after"})
    call.drops()
    assert await everything(socket) == [{"type": "after"}]


async def test_a_frame_that_is_too_large_ends_it(socket: EventSocket, call: FakeCall) -> None:
    call.happens({"type": "x", "text": "x" * sockets.MAX_FRAME_BYTES})
    assert await everything(socket) == []
    assert socket.close_code is not None


async def test_what_cannot_be_sent_is_a_refusal(socket: EventSocket) -> None:
    await socket.close()
    with pytest.raises(ProviderRefusal, match="provider_unreachable"):
        await socket.send({"type": "session.update"})
