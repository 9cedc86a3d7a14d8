"""Channels and groups of one loop: who is told, what a slow reader misses."""

import asyncio

import pytest

from config.layer.local import CAPACITY, Local, Message

STATE = {"type": "layer.changed", "away": False}


@pytest.fixture
def local() -> Local:
    return Local()


async def all_of(local: Local, channel: str) -> list[Message]:
    """Everything that waits: what is put last is the mark to read up to."""
    mark = {"type": "mark"}
    local.put(channel, mark)
    found = []
    while (message := await local.receive(channel)) != mark:
        found.append(message)
    return found


async def test_a_group_s_members_are_told_and_others_are_not(local: Local) -> None:
    member, other = local.open("a"), local.open("a")
    local.join("user.1", member)
    local.deliver("user.1", {"type": "x"})
    assert await all_of(local, member) == [{"type": "x"}]
    assert await all_of(local, other) == []


async def test_each_member_gets_a_message_of_its_own(local: Local) -> None:
    names = [local.open("a"), local.open("a")]
    for name in names:
        local.join("g", name)
    local.deliver("g", {"type": "x"})
    first, second = [await local.receive(name) for name in names]
    assert first is not second


async def test_only_the_last_one_to_leave_empties_a_group(local: Local) -> None:
    one, two = local.open("a"), local.open("a")
    local.join("g", one)
    local.join("g", two)
    assert [local.leave("g", one), local.leave("g", one), local.leave("g", two)] == [
        False,
        False,
        True,
    ]
    assert not local.leave("g", two)


async def test_every_channel_hears_that_redis_went_and_came(local: Local) -> None:
    name = local.open("a")
    local.turn(away=True)
    late = local.open("a")
    local.turn(away=False)
    assert [one["away"] for one in await all_of(local, name)] == [True, False]
    assert [one["away"] for one in await all_of(local, late)] == [True, False]


async def test_a_reader_that_is_too_slow_hears_that_it_missed_something(local: Local) -> None:
    name = local.open("a")
    local.join("g", name)
    for number in range(CAPACITY + 2):
        local.deliver("g", {"type": "x", "number": number})
    assert await all_of(local, name) == [STATE, {"type": "x", "number": CAPACITY + 1}]


async def test_a_channel_goes_with_its_reader(local: Local) -> None:
    name = local.open("a")
    reading = asyncio.create_task(local.receive(name))
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    local.put(name, {"type": "x"})
    with pytest.raises(KeyError):
        await local.receive(name)
