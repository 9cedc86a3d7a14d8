"""A person's two devices on two web processes: what one does the other shows, and either may lose its web."""

import asyncio
from itertools import islice
from uuid import uuid4

from tests.chaos import script
from tests.chaos.conftest import Devices
from tests.chaos.tab import Tab
from tests.live import ledger

ONE_TURN = 8  # events of tests/chaos/script.py


async def test_each_device_is_served_by_a_web_process_of_its_own(devices: Devices) -> None:
    laptop, phone = await devices.watching(), await devices.watching()
    assert laptop.web != phone.web


async def test_a_written_message_is_shown_on_the_other_web(devices: Devices) -> None:
    laptop, phone = await devices.watching(), await devices.watching()
    await laptop.browser.write(str(uuid4()), "Seen everywhere")
    shown = await phone.hears("changes")
    assert "Seen everywhere" in shown["messages"][0]["html"]


async def test_a_call_that_starts_is_told_on_the_other_web(devices: Devices) -> None:
    phone = await devices.watching()
    laptop = await devices.calling()
    told = await phone.hears("session", state="live")
    assert told["device"] == laptop.browser.device


async def test_what_is_said_is_shown_on_the_other_web(devices: Devices) -> None:
    laptop, phone = await devices.calling(), await devices.watching()
    await talk(laptop)
    while not any("Answer 1" in row["html"] for row in phone.seen.values()):
        await phone.hears("changes")
    assert [row["sequence"] for row in phone.seen.values()] == [1, 2]


async def test_growing_text_is_told_on_the_other_web(devices: Devices) -> None:
    laptop, phone = await devices.calling(), await devices.watching()
    assert laptop.outbox
    laptop.say(
        "partial",
        session=laptop.outbox.session,
        item_id="item_growing",
        role="assistant",
        content="Half a sen",
    )
    assert (await phone.hears("partial"))["content"] == "Half a sen"


async def test_a_call_is_taken_over_from_the_other_web(devices: Devices) -> None:
    laptop = await devices.calling()
    phone = await devices.calling(take_over=True)
    ended = await laptop.hears("session", state="ended")
    assert ended["reason"] == "taken_over"
    assert phone.web != laptop.web


async def test_a_tab_whose_web_is_killed_goes_on_with_the_other_one(devices: Devices) -> None:
    laptop = await devices.calling()
    first = laptop.web
    web = next(one for one in devices.grown.webs if str(one.port) == first)
    web.kill()
    await talk(laptop)
    web.start()
    await asyncio.to_thread(web.wait_until_answering)
    assert laptop.web != first
    assert laptop.outbox
    await laptop.browser.end(laptop.outbox.session)
    assert ledger.faults(devices.grown, laptop.browser.conversation, laptop.outbox.told) == []
    assert len(laptop.outbox.told.items) == 2


async def talk(tab: Tab) -> None:
    """One turn, until it is acknowledged."""
    assert tab.outbox
    for event in islice(script.call(uuid4().hex[:8]), ONE_TURN):
        tab.hear(event)
    while tab.outbox.waiting:
        await tab.hears("ack")
