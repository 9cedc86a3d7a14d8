"""The layer of one process: all loops hear what is sent, and who has left hears nothing."""

import asyncio
import threading

from config.layer.alone import LocalLayer

HINT = {"type": "hint", "number": 1}


async def joined(layer: LocalLayer, group: str) -> str:
    channel = await layer.new_channel()
    await layer.group_add(group, channel)
    return channel


async def test_a_group_hears_what_is_sent_to_it_and_to_no_other() -> None:
    layer = LocalLayer()
    one, other = await joined(layer, "one"), await joined(layer, "other")
    await layer.group_send("one", HINT)
    await layer.group_send("other", {"type": "hint", "number": 2})
    assert [await layer.receive(one), await layer.receive(other)] == [HINT, HINT | {"number": 2}]


async def test_who_has_left_hears_nothing_more() -> None:
    layer = LocalLayer()
    stays, goes = await joined(layer, "one"), await joined(layer, "one")
    await layer.group_discard("one", goes)
    await layer.group_send("one", HINT)
    await layer.send(goes, {"type": "last"})
    assert [await layer.receive(stays), await layer.receive(goes)] == [HINT, {"type": "last"}]


async def test_what_another_thread_sends_is_heard_at_once() -> None:
    layer = LocalLayer()
    channel = await joined(layer, "one")
    sending = threading.Thread(target=lambda: asyncio.run(layer.group_send("one", HINT)))
    sending.start()
    assert await layer.receive(channel) == HINT
    sending.join()


async def test_a_loop_that_was_closed_is_no_hindrance() -> None:
    layer = LocalLayer()
    await asyncio.to_thread(lambda: asyncio.run(joined(layer, "one")))
    channel = await joined(layer, "one")
    await layer.group_send("one", HINT)
    assert await layer.receive(channel) == HINT
