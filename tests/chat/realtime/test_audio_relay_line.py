"""When a line stops reading for a browser that is slow, and goes on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from chat.realtime import audio_relay_line, audio_relay_outbox
from chat.realtime.audio_relay_line import MOST_WAITING, Line
from tests.fakes.laned_browser import WITHIN_S, Browser


@pytest.fixture
def browser() -> Browser:
    return Browser()


class FakeSocket:
    def __init__(self) -> None:
        self.is_held = False
        self.times_held = 0
        self.went_on = asyncio.Event()

    def hold(self) -> None:
        self.is_held = True
        self.times_held += 1

    def go_on(self) -> None:
        self.is_held = False
        self.went_on.set()

    async def close(self) -> None:
        pass


@pytest.fixture
def socket() -> FakeSocket:
    return FakeSocket()


@pytest.fixture
async def line(
    browser: Browser, socket: FakeSocket, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Line]:
    line = Line(browser.outbox)
    monkeypatch.setattr(line, "_socket", socket)
    async with asyncio.timeout(WITHIN_S):
        yield line
    await line.close()


def sound(audio: str = "AAAA", **more: Any) -> bytes:
    event = {"type": "response.output_audio.delta", "item_id": "a", "delta": audio}
    return json.dumps(event | more).encode()


async def everything(line: Line) -> list[dict[str, Any]]:
    return [event async for event in line]


async def test_sound_goes_on_unread_and_all_else_is_heard_too(line: Line, browser: Browser) -> None:
    late = {"padding": "x" * 100, **json.loads(sound())}
    frames = [b'{"type":"a"}', sound(), json.dumps(late).encode(), b"[]", sound(audio="?")]
    for frame in [*frames, b'{"type":"b"}']:
        line.heard(frame)
    line.ended()
    assert await everything(line) == [{"type": "a"}, {"type": "b"}]
    assert browser.outbox.playout.waiting_bytes == 6
    async with browser.running():
        await browser.sent(1)
        assert [frame for _, frame in browser.gone[:2]] == ['{"type":"a"}', '{"type":"b"}']


async def test_it_holds_while_events_wait_and_goes_on_when_all_were_taken(
    line: Line, socket: FakeSocket
) -> None:
    for n in range(MOST_WAITING + 2):
        assert socket.is_held == (n >= MOST_WAITING)
        line.heard(b'{"type":"x"}')
    assert socket.times_held == 1
    taking = aiter(line)
    for _ in range(MOST_WAITING + 2):
        await anext(taking)
        assert socket.is_held
    rest = asyncio.ensure_future(anext(taking, None))
    await socket.went_on.wait()
    line.ended()
    assert (await rest, socket.is_held) == (None, False)


async def test_it_holds_again_when_as_many_wait_again(line: Line, socket: FakeSocket) -> None:
    taken = asyncio.create_task(everything(line))
    for _ in range(3):
        socket.went_on.clear()
        for _ in range(MOST_WAITING):
            line.heard(b'{"type":"x"}')
        await socket.went_on.wait()
    line.ended()
    assert (len(await taken), socket.times_held) == (3 * MOST_WAITING, 3)


async def test_it_holds_while_the_browser_takes_no_text(
    line: Line, socket: FakeSocket, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audio_relay_outbox, "MOST_TEXT", 10)
    taken = asyncio.create_task(everything(line))
    line.heard(b'{"type":"x"}')
    assert socket.is_held
    async with browser.running():
        await socket.went_on.wait()
    line.ended()
    assert await taken == [{"type": "x"}]


async def test_it_holds_while_sound_waits_to_be_played(
    line: Line, socket: FakeSocket, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chat.realtime.audio_relay_pace.MOST_WAITING_BYTES", 6)
    line.heard(sound())
    line.heard(sound())
    assert socket.is_held
    async with browser.running():
        await socket.went_on.wait()
    assert not browser.outbox.is_full


async def test_a_line_that_is_closed_goes_on_no_more(
    line: Line, socket: FakeSocket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audio_relay_line, "MOST_WAITING", 1)
    line.heard(b'{"type":"x"}')
    await line.close()
    line.ended()
    assert await everything(line) == [{"type": "x"}]
    assert (socket.is_held, socket.went_on.is_set()) == (True, False)
