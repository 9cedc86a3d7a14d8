"""Who goes together, who goes alone, and who is told what."""

import asyncio
from collections.abc import Sequence

import pytest

from chat.realtime.group_commit import MOST, GroupCommit


class Database:
    """Takes numbers: a negative one is left out of groups, and refused alone; 13 breaks a group."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.alone: list[int] = []

    def together(self, numbers: Sequence[int]) -> dict[int, str]:
        self.groups.append(list(numbers))
        if 13 in numbers:
            raise RuntimeError("13")
        return {place: f"{one} together" for place, one in enumerate(numbers) if one >= 0}

    def write_alone(self, number: int) -> str:
        self.alone.append(number)
        if number < 0:
            raise ValueError(number)
        return f"{number} alone"


@pytest.fixture
def database() -> Database:
    return Database()


async def written(database: Database, *numbers: int) -> list[str | BaseException]:
    group = GroupCommit(database.together, database.write_alone)
    return await asyncio.gather(*map(group.write, numbers), return_exceptions=True)


async def test_one_that_comes_alone_goes_alone(database: Database) -> None:
    assert await written(database, 1) == ["1 alone"]
    assert database.groups == []


async def test_what_comes_meanwhile_goes_together(database: Database) -> None:
    said = ["1 alone", "2 together", "3 together", "4 together"]
    assert await written(database, 1, 2, 3, 4) == said
    assert database.groups == [[2, 3, 4]]


async def test_a_group_has_an_end(database: Database) -> None:
    await written(database, *range(14, 2 * MOST + 16))
    assert [len(group) for group in database.groups] == [MOST, MOST]


async def test_what_is_left_out_is_done_alone_and_raises_for_itself(database: Database) -> None:
    first, second, third, fourth = await written(database, 1, 2, -3, 4)
    assert (first, second, fourth) == ("1 alone", "2 together", "4 together")
    assert isinstance(third, ValueError)


async def test_what_breaks_a_group_keeps_nobody_from_being_written(database: Database) -> None:
    assert await written(database, 1, 12, 13, 14) == ["1 alone", "12 alone", "13 alone", "14 alone"]


async def test_who_has_left_keeps_nobody_waiting(database: Database) -> None:
    group = GroupCommit(database.together, database.write_alone)
    tasks = [asyncio.create_task(group.write(number)) for number in (1, 2, 3)]
    await tasks[0]
    tasks[1].cancel()
    assert await tasks[2] == "3 together"
    assert await group.write(4) == "4 alone"
