"""A tab's report of events: recorded, and what came of it drawn for this tab in the same hop."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from chat.realtime import hearing, rendering
from chat.realtime.group_commit import GroupCommit


class Asked(NamedTuple):
    report: hearing.Report
    seen: rendering.Seen


class Relayed(NamedTuple):
    """What was heard, and the content of a `changes` frame when the tab needs no other."""

    heard: hearing.Heard
    drawn: dict[str, Any] | None


async def relay(report: hearing.Report, seen: rendering.Seen) -> Relayed:
    """With the reports of other tabs. Returns after commit. Raises Refusal `unknown_session`."""
    loop = asyncio.get_running_loop()
    if loop not in _groups:
        _groups[loop] = GroupCommit(_together, _alone)
    return await _groups[loop].write(Asked(report, seen))


def _together(asked: Sequence[Asked]) -> dict[int, Relayed]:
    heard = hearing.hear_together([one.report for one in asked])
    return {place: _relayed(one, asked[place].seen) for place, one in heard.items()}


def _alone(asked: Asked) -> Relayed:
    return _relayed(hearing.hear(*asked.report), asked.seen)


def _relayed(heard: hearing.Heard, seen: rendering.Seen) -> Relayed:
    drawn = rendering.just_written(heard.written, seen) if heard.written else None
    return Relayed(heard, drawn)


_groups: WeakKeyDictionary[asyncio.AbstractEventLoop, GroupCommit[Asked, Relayed]] = (
    WeakKeyDictionary()
)
