"""By which way sound goes to a browser."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from chat.realtime import audio_relay_outbox
from chat.realtime.audio_relay_pace import AHEAD_BYTES
from chat.realtime.audio_relay_wire import FRAME_BYTES, Sound
from tests.fakes.laned_browser import Browser

PCM = bytes(range(96)) * 10
SAID = '{"type":"parley.audio","item_id":"a","content_index":0}'


@pytest.fixture
def browser() -> Browser:
    return Browser()


@pytest.fixture
async def running(browser: Browser) -> AsyncIterator[Browser]:
    async with browser.running():
        browser.take()
        yield browser


def delta(pcm: bytes = PCM, item: str = "a") -> Sound:
    return Sound(item, pcm, "r")


def test_nothing_goes_by_the_lane_before_it_runs(browser: Browser) -> None:
    browser.outbox.sound(delta())
    browser.outbox.played("a", 0)
    assert browser.gone == []


async def test_what_came_before_it_runs_goes_in_order(browser: Browser) -> None:
    browser.outbox.sound(delta())
    async with browser.running():
        await browser.sent(2)
        assert browser.gone == [("run", "begun"), ("run", SAID), ("run", PCM)]


async def test_sound_goes_by_the_lane_at_once(running: Browser) -> None:
    for _ in range(3):
        running.outbox.sound(delta())
    assert running.gone == [("lane", SAID), *[("lane", PCM)] * 3]


async def test_behind_a_text_that_waits_sound_goes_by_run(running: Browser) -> None:
    running.outbox.say("first")
    running.outbox.sound(delta())
    assert running.gone == []
    await running.sent(3)
    assert running.take() == [("run", "first"), ("run", SAID), ("run", PCM)]
    running.outbox.sound(delta())
    assert running.gone == [("lane", PCM)]


async def test_while_something_is_being_sent_sound_waits(running: Browser) -> None:
    running.takes.clear()
    running.outbox.say("first")
    await running.sent()
    running.outbox.sound(delta())
    running.outbox.played("a", 0)
    assert running.gone == [("run", "first")]
    assert running.outbox.stuck_s >= 0
    running.takes.set()
    await running.sent(2)
    assert running.gone == [("run", "first"), ("run", SAID), ("run", PCM)]
    assert running.outbox.stuck_s == 0


async def test_while_the_lane_is_not_free_sound_goes_by_run(running: Browser) -> None:
    running.lane.is_free = False
    running.outbox.sound(delta())
    assert running.gone == []
    await running.sent(2)
    running.lane.is_free = True
    running.outbox.sound(delta())
    assert running.gone == [("run", SAID), ("run", PCM), ("lane", PCM)]


async def test_without_a_lane_all_goes_by_run(browser: Browser) -> None:
    browser.outbox._lane = None
    async with browser.running():
        browser.outbox.sound(delta())
        await browser.sent(2)
    assert browser.gone == [("run", "begun"), ("run", SAID), ("run", PCM)]


async def test_by_the_lane_it_runs_no_further_ahead(running: Browser) -> None:
    running.outbox.sound(delta(bytes(AHEAD_BYTES + 2 * FRAME_BYTES)))
    assert sum(len(frame) for _, frame in running.take()) == AHEAD_BYTES + len(SAID)
    running.outbox.played("a", 80)
    assert running.gone == [("lane", bytes(FRAME_BYTES))] * 2


async def test_when_the_browser_is_gone_nothing_goes_by_the_lane(browser: Browser) -> None:
    run = asyncio.create_task(browser.outbox.run())
    browser.is_gone = True
    browser.outbox.say("nobody hears")
    with pytest.raises(OSError, match="ClientDisconnected"):
        await run
    browser.outbox.sound(delta())
    assert browser.gone == []


async def test_when_it_was_ended_nothing_goes_by_the_lane(browser: Browser) -> None:
    async with browser.running():
        pass
    browser.outbox.sound(delta())
    assert browser.take() == [("run", "begun")]


async def test_of_a_cancelled_answer_no_more_goes_by_either_way(running: Browser) -> None:
    running.outbox.sound(delta(bytes(AHEAD_BYTES)))
    running.outbox.sound(delta())
    running.take()
    done = {"type": "response.done", "response": {"id": "r", "status": "cancelled"}}
    running.outbox.hear(done, "done")
    running.outbox.played("a", 2_000)
    await running.sent()
    running.outbox.sound(delta())
    assert running.gone == [("run", "done")]


async def test_there_is_room_when_texts_were_sent(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audio_relay_outbox, "MOST_TEXT", 10)
    browser.outbox.say("x" * 10)
    assert browser.outbox.is_full
    async with browser.running():
        await browser.outbox.room()
        assert not browser.outbox.is_full
